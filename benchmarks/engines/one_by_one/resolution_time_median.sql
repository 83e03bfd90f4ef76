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
    from ended where not coalesce(reopened >= ended_at, false) and day between $since and $last)
select 'resolution_time_median' as metric, start, channel, null as label, quantile_cont(seconds, 0.5) as value, count(*) as n from times group by all
