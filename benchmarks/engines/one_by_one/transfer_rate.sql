with waited as (
    select *, coalesce(offered_at_day, queued_at_day) as day,
        coalesce(wait_seconds, date_diff('microsecond', queued_at, coalesce(answered_at, ended_at)) / 1000000) as wait,
        coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(wrap_seconds, 0) as handle
    from contacts)
select 'transfer_rate' as metric, date_trunc('month', day) as start, channel, null as label, count(*) filter (transfers > 0) / count(*) as value, count(*) as n
from waited where day between $since and $last and outcome = 'answered' and transfers is not null group by all
