select 'purchase_frequency' as metric, cast(date_trunc('month', ordered_at_day) as date) as start, channel,
    1.0 * count(*) / count(distinct customer_id) as value
from orders where status = 'paid' and customer_id is not null and ordered_at_day between $since and $last group by 2, 3
