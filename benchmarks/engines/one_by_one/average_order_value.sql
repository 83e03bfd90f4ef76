with returned as (
    select order_id, sum(floor(revenue * returned_quantity / quantity + 0.5)::bigint) as returned
    from order_lines where returned_quantity > 0 group by order_id),
net as (select *, revenue - coalesce(returned, 0) as net from orders left join returned using (order_id))
select 'average_order_value' as metric, date_trunc('month', ordered_at_day) as start, channel, coalesce(currency, 'EUR') as label,
    sum(net) / count(*) filter (status = 'paid') / 100 as value, count(*) as n
from net where status in ('paid', 'credit') and ordered_at_day between $since and $last group by all
