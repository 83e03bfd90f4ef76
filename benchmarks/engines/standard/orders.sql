with returned as (
    select order_id, sum(floor(revenue * (returned_quantity / nullif(quantity, 0)) + 0.5)) as returned
    from order_lines where returned_quantity > 0 group by order_id),
net as (
    select cast(date_trunc('month', ordered_at_day) as date) as start, channel, coalesce(currency, 'EUR') as label,
        case when status = 'paid' then 1 else 0 end as paid, revenue - coalesce(returned, 0) as net
    from orders left join returned on orders.order_id = returned.order_id
    where ordered_at_day between $since and $last and status in ('paid', 'credit')),
sums as materialized (select start, channel, label, 1.0 * sum(net) as total, 1.0 * sum(paid) as paid, 1.0 * count(*) as n from net group by start, channel, label)
select 'sales' as metric, start, channel, label, total / 100 as value, n from sums
union all select 'average_order_value', start, channel, label, total / paid / 100, n from sums
union all select 'orders', start, channel, null, sum(paid), sum(paid) from sums group by start, channel
