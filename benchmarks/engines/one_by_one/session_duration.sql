-- A visit no longer than the idle time has no such pause in it; only the others need their history.
with visits as materialized (
    select coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id) as visit, min("at") as begins, max("at") as ends,
        min(at_day) as day, count(*) filter (event = 'view') as views,
        bool_or(event in ('add_to_cart', 'checkout', 'purchase', 'sign_up')) as key_event, bool_or(event = 'purchase') as bought
    from page_events group by all),
long as (
    select coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id) as visit, "at" as moment, at_day, event, event_id
    from page_events semi join (from visits where ends - begins > interval 30 minute) v
        on v.visit = coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id)),
spaced as (select *, lag(moment) over (partition by visit order by moment, event_id) as previous from long),
parts as (
    select *, count(*) filter (moment - previous > interval 30 minute)
        over (partition by visit order by moment, event_id rows unbounded preceding) as part from spaced),
sessions as (
    select day, date_diff('microsecond', begins, ends) / 1000000 as duration, views, key_event, bought
    from visits where ends - begins <= interval 30 minute
    union all
    select min(at_day), date_diff('microsecond', min(moment), max(moment)) / 1000000, count(*) filter (event = 'view'),
        bool_or(event in ('add_to_cart', 'checkout', 'purchase', 'sign_up')), bool_or(event = 'purchase')
    from parts group by visit, part)
select 'session_duration' as metric, date_trunc('month', day) as start, 'web' as channel, null as label, avg(duration) as value, count(*) as n
from sessions where day between $since and $last group by all
