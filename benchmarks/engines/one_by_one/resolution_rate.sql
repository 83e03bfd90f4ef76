with told as (
    select case_id, max("at") filter (event = 'resolved') as resolved, max(at_day) filter (event = 'resolved') as resolved_day,
        max("at") filter (event = 'reopened') as reopened
    from case_events group by case_id),
ended as (
    select channel, opened_at, told.reopened, coalesce(resolved >= coalesce(resolved_at, resolved), false) as by_event,
        if(by_event, resolved, resolved_at) as ended_at, if(by_event, resolved_day, resolved_at_day) as day
    from cases left join told using (case_id)),
times as (
    select date_trunc('month', day) as start, channel, date_diff('microsecond', opened_at, ended_at) / 1000000 as seconds
    from ended where not coalesce(reopened >= ended_at, false) and day between $since and $last),
resolved as (select start, channel, count(*) as resolved from times group by all),
assigned as (
    select date_trunc('month', at_day) as start, channel, count(distinct case_id) as n
    from (select case_id, at_day from case_events where event = 'assigned') left join cases using (case_id)
    where at_day between $since and $last group by all)
select 'resolution_rate' as metric, start, channel, null as label, coalesce(resolved, 0) / n as value, n
from assigned left join resolved using (start, channel)
