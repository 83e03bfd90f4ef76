select 'c' || i as customer_id, one_of(i, 'segment', ['consumer', 'consumer', 'business', 'member']) as segment,
    one_of(i, 'country', ['NL', 'NL', 'DK', 'GB']) as country, moment(i, {n}, 'signed') as signed_up_at,
    one_of(i, 'via', ['search', 'referral', 'store', 'social', 'email', 'web']) as acquired_via
from range({first}, {last}) as t(i)
