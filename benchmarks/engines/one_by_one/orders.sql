select 'orders' as metric, date_trunc('month', ordered_at_day) as start, channel, null as label, count(*) as value, count(*) as n
from orders where status = 'paid' and ordered_at_day between $since and $last group by all
