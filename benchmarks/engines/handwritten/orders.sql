-- gives sales, average_order_value, orders, average_spend
with returned as (
    select order_id, sum(floor(revenue * (returned_quantity / nullif(quantity, 0)) + 0.5)::bigint) as returned
    from order_lines where returned_quantity > 0 group by order_id),
net as materialized (
    select customer_id, ordered_at_day, channel, coalesce(currency, 'EUR') as label, status = 'paid' as paid, revenue - coalesce(returned, 0) as net
    from orders left join returned using (order_id) where ordered_at_day between $since and $last and status in ('paid', 'credit')),
spent as (
    select date_trunc('month', ordered_at_day) as start, channel, label, customer_id, sum(net) as spent, bool_or(paid) as bought
    from net where customer_id is not null and net is not null group by all),
buyers as (
    select start, channel, label, count(*) filter (bought) as n, sum(spent) as total, sum(spent::double * spent) as squares,
        sum(spent) filter (bought) as of_buyers from spent group by all),
sums as (
    select date_trunc('month', ordered_at_day) as start, channel, label, count(*) filter (paid) as orders, count(net) as n,
        sum(net) as total, sum(net::double * net) as squares, count(net) filter (paid) as paid from net group by all)
select 'sales' as metric, start, channel, label, total / 100 as value, n, null as numerator, null as denominator, squares as spread from sums
union all by name select 'average_order_value' as metric, start, channel, label, total / paid / 100 as value, n, total / 100 as numerator,
    paid as denominator, squares as spread from sums
union all by name select 'average_spend' as metric, start, channel, label, total / nullif(n, 0) / 100 as value, n, total / 100 as numerator,
    n as denominator, squares as spread from buyers
union all by name select 'orders' as metric, start, channel, null as label, sum(orders) as value, sum(orders) as n from sums group by start, channel
