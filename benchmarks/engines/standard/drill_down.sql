select 'average_handle_time' as metric, contacts.$one as $one, contacts.$other as $other, count(*) as n,
    avg(coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(wrap_seconds, 0)) as value
from contacts join customers on contacts.customer_id = customers.customer_id
where customers.segment = 'business' and contacts.outcome = 'answered' and contacts.offered_at_day between date '2025-07-01' and date '2025-09-30'
    and coalesce(talk_seconds, hold_seconds, wrap_seconds) is not null
group by contacts.$one, contacts.$other
