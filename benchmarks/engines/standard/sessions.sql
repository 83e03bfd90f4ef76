with visits as materialized (
    select coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id) as visit, min("at") as begins, max("at") as ends, min(at_day) as day,
        count(*) filter (where event = 'view') as views, count(*) filter (where event = 'click') as clicks,
        max(case when event in ('add_to_cart', 'checkout', 'purchase', 'sign_up') then 1 else 0 end) as key_event,
        max(case when event = 'purchase' then 1 else 0 end) as bought
    from page_events group by 1),
long as (
    select visit, "at", at_day, event_id, event, seconds_between(lag("at") over (partition by visit order by "at", event_id), "at") as pause
    from (
        select coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id) as visit, "at", at_day, event_id, event from page_events) as events
    where visit in (select visit from visits where seconds_between(begins, ends) > 1800)),
parts as (
    select visit, "at", at_day, event, sum(case when pause > 1800 then 1 else 0 end)
        over (partition by visit order by "at", event_id rows between unbounded preceding and current row) as part
    from long),
sessions as (
    select day, seconds_between(begins, ends) as duration, views, clicks, key_event, bought
    from visits where seconds_between(begins, ends) <= 1800
    union all
    select min(at_day), seconds_between(min("at"), max("at")), count(*) filter (where event = 'view') as views, count(*) filter (where event = 'click') as clicks,
        max(case when event in ('add_to_cart', 'checkout', 'purchase', 'sign_up') then 1 else 0 end) as key_event,
        max(case when event = 'purchase' then 1 else 0 end) as bought
    from parts group by visit, part),
sums as materialized (
    select cast(date_trunc('month', day) as date) as start, 1.0 * count(*) as n, 1.0 * sum(bought) as bought, 1.0 * sum(views) as views,
        1.0 * sum(clicks) as clicks, 1.0 * sum(duration) as duration,
        1.0 * sum(case when duration > 10 or views >= 2 or key_event = 1 then 1 else 0 end) as engaged
    from sessions where day between $since and $last group by 1)
select 'sessions' as metric, start, 'web' as channel, n as value, n from sums
union all select 'conversion_rate', start, 'web', bought / n, n from sums
union all select 'engagement_rate', start, 'web', engaged / n, n from sums
union all select 'session_duration', start, 'web', duration / n, n from sums
union all select 'pages_per_session', start, 'web', views / n, n from sums
union all select 'clicks_per_session', start, 'web', clicks / n, n from sums
