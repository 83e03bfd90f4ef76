-- gives cohort_retention
-- The months in which a customer bought are bits, from that of the first purchase on; customers alike are counted before they are unfolded.
with paid as materialized (
    select customer_id, ordered_at_day as day, year(ordered_at_day) * 12 + month(ordered_at_day) as m
    from orders where status = 'paid' and customer_id is not null),
firsts as (select customer_id, min(m) as first, min(day) as day from paid group by customer_id),
bought as (
    select customer_id, first, any_value(f.day) as day, bit_or(if(m - first <= 12, 1 << (m - first)::int, 0)) as months
    from paid join firsts f using (customer_id) group by customer_id, first),
alike as (
    select first, acquired_via as channel, months, count(*) as customers
    from bought left join customers using (customer_id) where day between $since and $last group by all),
latest as (select max(year(ordered_at_day) * 12 + month(ordered_at_day)) as last from orders),
sums as (
    select make_date((first - 1) // 12, (first - 1) % 12 + 1, 1) as start, channel, since as label, sum(customers) as n,
        coalesce(sum(customers) filter (months & (1 << since::int) <> 0), 0) as hits
    from alike, latest, range(13) as t(since) where first + since < last group by all)
select 'cohort_retention' as metric, start, channel, label, hits / n as value, n, hits as numerator, n as denominator from sums
