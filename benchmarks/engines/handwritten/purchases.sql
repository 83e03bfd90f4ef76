-- gives purchase_interval, purchase_regularity, second_purchase_rate, referral_rate
with bought as materialized (
    select order_id, customer_id, channel, ordered_at, date_trunc('month', ordered_at_day) as start, row_number() over history as nth,
        date_diff('microsecond', lag(ordered_at) over history, ordered_at) as since, date_diff('microsecond', ordered_at, lead(ordered_at) over history) as until
    from orders where status = 'paid' and customer_id is not null
    window history as (partition by customer_id order by ordered_at, order_id)),
usual as (select customer_id, 2 * quantile_cont(since, 0.5) as twice from bought where since is not null group by customer_id),
intervals as (
    select start, channel, since, since * 4 >= twice and since <= twice as usual
    from bought join usual using (customer_id) where since is not null and start between $since and $last),
sums as (
    select start, channel, count(*) as n, count(*) filter (usual) as usual, list_sort(list(since)) as sorted from intervals group by all),
brought as (select customer_id, min(coalesce(shared_at, clicked_at)) as moment, bool_or(coalesce(shared_at, clicked_at) is null) as undated
    from referrals where customer_id is not null group by 1),
named as (select order_id, min(coalesce(shared_at, clicked_at)) as moment, bool_or(coalesce(shared_at, clicked_at) is null) as undated
    from referrals where order_id is not null group by 1),
firsts as (
    select start, channel, count(*) as n, count(*) filter (until <= 365 * 86400 * 1000000::bigint) as again,
        count(*) filter (b.moment <= ordered_at or b.undated or o.moment <= ordered_at or o.undated) as referred
    from bought left join brought b using (customer_id) left join named o using (order_id) where nth = 1 and start between $since and $last group by all)
select 'purchase_interval' as metric, start, channel, null as label,
    (sorted[floor((n - 1) * 0.5)::int + 1] + sorted[ceil((n - 1) * 0.5)::int + 1]) / 2 / 1000000 as value, n,
    null as numerator, null as denominator, sorted[ceil(n * 0.5 - 1.959963984540054 * sqrt(n * 0.25))::int] / 1000000 as low,
    sorted[ceil(n * 0.5 + 1.959963984540054 * sqrt(n * 0.25))::int] / 1000000 as high from sums
union all by name select 'purchase_regularity' as metric, start, channel, usual / n as value, n, usual as numerator, n as denominator from sums
union all by name select 'second_purchase_rate' as metric, start, channel, again / n as value, n, again as numerator, n as denominator from firsts
union all by name select 'referral_rate' as metric, start, channel, referred / n as value, n, referred as numerator, n as denominator from firsts
