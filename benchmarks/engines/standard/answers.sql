with counts as materialized (
    select cast(date_trunc('month', answered_at_day) as date) as start, channel, instrument, scale, direction, score, choice, count(*) as answers
    from answers where answered_at_day between $since and $last group by 1, 2, 3, 4, 5, 6, 7),
scored as (
    select start, channel, instrument, answers,
        coalesce(scale, case instrument when 'nps' then '0-10' when 'csat' then '1-5' else '1-7' end) as label,
        case when direction = 'effort' then 8 - score else score end as ease
    from counts where instrument in ('nps', 'csat', 'ces') and score is not null),
sums as materialized (
    select start, channel, instrument, label, 1.0 * sum(answers) as n,
        1.0 * sum(case when ease >= case when instrument = 'nps' then 9 when label = '1-10' then 8 when instrument = 'csat' then 4 else 5 end
            then answers else 0 end) as good,
        1.0 * sum(case when ease <= 6 then answers else 0 end) as bad, 1.0 * sum(answers * ease) as total
    from scored group by start, channel, instrument, label),
asked as (
    select start, channel, instrument, choice, 1.0 * sum(answers) as answers
    from counts where instrument = 'intent' and choice is not null or instrument = 'task' and choice in ('yes', 'no')
    group by start, channel, instrument, choice),
chosen as materialized (
    select start, channel, instrument, choice, answers, sum(answers) over (partition by start, channel, instrument) as n,
        sum(case when choice = 'yes' then answers else 0.0 end) over (partition by start, channel, instrument) as yes
    from asked)
select 'nps' as metric, start, channel, label, 100 * (good - bad) / n as value, n from sums where instrument = 'nps'
union all select 'promoters', start, channel, label, good / n, n from sums where instrument = 'nps'
union all select 'passives', start, channel, label, (n - good - bad) / n, n from sums where instrument = 'nps'
union all select 'detractors', start, channel, label, bad / n, n from sums where instrument = 'nps'
union all select instrument, start, channel, label, good / n, n from sums where instrument in ('csat', 'ces')
union all select case instrument when 'csat' then 'csat_mean' else 'ces_mean' end, start, channel, label, total / n, n
    from sums where instrument in ('csat', 'ces')
union all select 'visitor_intent', start, channel, choice, answers / n, n from chosen where instrument = 'intent'
union all select 'task_completion', start, channel, null, max(yes / n), max(n) from chosen where instrument = 'task' group by start, channel
