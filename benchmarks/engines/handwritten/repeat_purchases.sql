-- gives repeat_purchase_rate
with bought as materialized (
    select date_trunc('month', ordered_at_day) as start, channel, customer_id, count(*) as orders, min(ordered_at) as first
    from orders where status = 'paid' and customer_id is not null group by all),
firsts as (select customer_id, min(first) as first from bought group by customer_id),
counts as (
    select start, channel, count(*) as n, count(*) filter (orders > 1 or b.first > f.first) as hits
    from bought b join firsts f using (customer_id) where start between $since and $last group by all)
select 'repeat_purchase_rate' as metric, start, channel, null as label, hits / n as value, n, hits as numerator, n as denominator from counts
