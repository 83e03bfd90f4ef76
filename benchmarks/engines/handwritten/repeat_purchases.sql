-- gives repeat_purchase_rate, purchase_frequency
with bought as materialized (
    select date_trunc('month', ordered_at_day) as start, channel, customer_id, count(*) as orders, min(ordered_at) as first
    from orders where status = 'paid' and customer_id is not null group by all),
firsts as (select customer_id, min(first) as first from bought group by customer_id),
counts as (
    select start, channel, count(*) as n, count(*) filter (orders > 1 or b.first > f.first) as hits, sum(orders) as orders, sum(orders * orders) as squares
    from bought b join firsts f using (customer_id) where start between $since and $last group by all)
select 'repeat_purchase_rate' as metric, start, channel, null as label, hits / n as value, n, hits as numerator, n as denominator from counts
union all by name select 'purchase_frequency' as metric, start, channel, null as label, orders / n as value, n, orders as numerator, n as denominator,
    squares as spread from counts
