-- gives service_to_sales
with met as (
    select date_trunc('month', coalesce(k.offered_at_day, k.queued_at_day)) as start, k.channel,
        coalesce(k.offered_at, k.queued_at) as moment, coalesce(k.customer_id, c.customer_id) as customer_id
    from contacts k left join cases c using (case_id)
    where k.outcome = 'answered' and coalesce(k.direction, 'inbound') = 'inbound' and coalesce(k.offered_at_day, k.queued_at_day) between $since and $last),
bought as (select customer_id, ordered_at from orders where status = 'paid' and customer_id is not null),
sums as (
    select start, channel, count(*) as n, count(*) filter (ordered_at - moment <= interval 7 day) as hits
    from met asof left join bought on met.customer_id = bought.customer_id and moment <= ordered_at
    where met.customer_id is not null group by all)
select 'service_to_sales' as metric, start, channel, null as label, hits / n as value, n, hits as numerator, n as denominator from sums
