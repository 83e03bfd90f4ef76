with told as (
    select case_id, max(case when event = 'resolved' then "at" end) as resolved, max(case when event = 'resolved' then at_day end) as resolved_day,
        max(case when event = 'reopened' then "at" end) as again_at
    from case_events where event in ('resolved', 'reopened') group by case_id),
ended as (
    select channel, opened_at, again_at,
        case when resolved >= coalesce(resolved_at, resolved) then resolved else resolved_at end as ended,
        case when resolved >= coalesce(resolved_at, resolved) then resolved_day else resolved_at_day end as ended_day
    from cases left join told on cases.case_id = told.case_id),
times as materialized (
    select cast(date_trunc('month', ended_day) as date) as start, channel, seconds_between(opened_at, ended) as seconds
    from ended where ended_day between $since and $last and (again_at is null or again_at < ended))
select 'resolution_time_median' as metric, start, channel, percentile_cont(0.5) within group (order by seconds) as value from times group by start, channel
union all
select 'resolution_time_p90', start, channel, percentile_cont(0.9) within group (order by seconds) from times group by start, channel
