-- gives customer_acquisition_cost
with spent as (
    select date_trunc('month', spent_on) as start, channel, coalesce(currency, 'EUR') as label, sum(amount) as total,
        sum(amount::double * amount) as squares
    from spend where spent_on between $since and $last and amount is not null group by all),
won as (
    select date_trunc('month', day) as start, acquired_via as channel, count(*) as n
    from (select customer_id, min(ordered_at_day) as day from orders where status = 'paid' and customer_id is not null group by 1)
        left join customers using (customer_id) where day between $since and $last group by all)
select 'customer_acquisition_cost' as metric, start, channel, label, total / 100 / nullif(n, 0) as value, coalesce(n, 0) as n,
    total / 100 as numerator, coalesce(n, 0) as denominator, squares as spread from spent left join won using (start, channel)
