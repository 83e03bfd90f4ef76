with visits as materialized (
    select coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id) as visit, min("at") as begins, max("at") as ends, min(at_day) as day,
        max(visitor_id) as visitor_id
    from page_events group by 1),
long as (
    select visit, "at", at_day, event_id, visitor_id, seconds_between(lag("at") over (partition by visit order by "at", event_id), "at") as pause
    from (
        select coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id) as visit, "at", at_day, event_id, visitor_id from page_events) as events
    where visit in (select visit from visits where seconds_between(begins, ends) > 1800)),
parts as (
    select visit, "at", at_day, visitor_id, sum(case when pause > 1800 then 1 else 0 end)
        over (partition by visit order by "at", event_id rows between unbounded preceding and current row) as part
    from long),
sessions as (
    select day, visitor_id from visits where seconds_between(begins, ends) <= 1800
    union all select min(at_day), max(visitor_id) from parts group by visit, part)
select 'visitors' as metric, cast(date_trunc('month', day) as date) as start, 'web' as channel, count(distinct visitor_id) as value
from sessions where day between $since and $last group by cast(date_trunc('month', day) as date)
