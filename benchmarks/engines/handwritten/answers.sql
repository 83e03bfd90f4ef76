-- gives nps, promoters, passives, detractors, csat, csat_mean, ces, ces_mean, ces_net, task_completion, visitor_intent
-- The limit keeps DuckDB from testing on every answer, below the grouping, what is asked of the groups only.
with counts as materialized (
    select year(answered_at_day) * 12 + month(answered_at_day) as m, channel, instrument, scale, direction, score, choice, count(*) as rows
    from answers where answered_at_day between $since and $last group by all limit 1000000000),
scales(scale, lowest, highest, nps_from, nps_to, csat_from, ces_from) as (values ('0-10', 0, 10, 9, 6, 8, null),
    ('1-10', 1, 10, 9, 6, 8, null), ('1-7', 1, 7, 7, 5, 6, 5), ('1-5', 1, 5, 5, 3, 4, 4), ('1-4', 1, 4, null, null, 3, null),
    ('1-3', 1, 3, null, null, 3, null)),
scored as (
    select c.* replace (s.scale as scale), if(direction = 'effort', lowest + highest - score, score) as ease,
        ease >= case instrument when 'nps' then nps_from when 'csat' then csat_from else ces_from end as good, score <= nps_to as bad
    from counts c join scales s on s.scale = coalesce(c.scale, case instrument when 'nps' then '0-10' when 'csat' then '1-5' else '1-7' end)
    where instrument in ('nps', 'csat', 'ces') and score between lowest and highest),
sums as materialized (
    select m, channel, instrument, scale, sum(rows) as n, sum(rows) filter (good) as good, sum(rows) filter (bad) as bad,
        sum(rows) filter (ease >= 6) as easy, sum(rows) filter (ease <= 3) as hard,
        sum(rows * ease) as total, sum(rows * ease * ease) as squares
    from scored group by all),
chosen as (
    select m, channel, 'visitor_intent' as metric, choice as label, sum(rows) as hits, sum(sum(rows)) over (partition by m, channel) as n
    from counts where instrument = 'intent' and choice is not null group by m, channel, choice
    union all
    select m, channel, 'task_completion', null, sum(rows) filter (lower(choice) = 'yes'), sum(rows)
    from counts where instrument = 'task' and lower(choice) in ('yes', 'no') group by m, channel),
shares as (
    select m, channel, 'nps' as metric, scale as label, coalesce(good, 0) - coalesce(bad, 0) as hits, n, null as squares from sums where instrument = 'nps'
    union all select m, channel, 'promoters', scale, coalesce(good, 0), n, null from sums where instrument = 'nps'
    union all select m, channel, 'passives', scale, n - coalesce(good, 0) - coalesce(bad, 0), n, null from sums where instrument = 'nps'
    union all select m, channel, 'detractors', scale, coalesce(bad, 0), n, null from sums where instrument = 'nps'
    union all select m, channel, instrument, scale, coalesce(good, 0), n, null from sums where instrument in ('csat', 'ces')
    union all select m, channel, instrument || '_mean', scale, total, n, squares from sums where instrument in ('csat', 'ces')
    union all select m, channel, 'ces_net', scale, coalesce(easy, 0) - coalesce(hard, 0), n, null from sums where instrument = 'ces' and scale = '1-7'
    union all select m, channel, metric, label, coalesce(hits, 0), n, null from chosen)
select metric, make_date((m - 1) // 12, (m - 1) % 12 + 1, 1) as start, channel, label,
    if(metric in ('nps', 'ces_net'), 100, 1) * hits / n as value, n, hits as numerator, n as denominator, squares as spread from shares
