select 'd' || i as spend_id, date '2024-01-01' + (i // 15)::int as spent_on, one_of(i % 15 // 5, '', ['marketing', 'cx', 'data']) as kind,
    ['search', 'referral', 'social', 'email', 'web'][1 + i % 5] as channel, (2000 + waiting(i, 'amount', 40000))::bigint as amount,
    'EUR' as currency
from range({first}, {last}) as t(i)
