-- gives conversion_rate, engagement_rate, session_duration, sessions, visitors, pages_per_session, clicks_per_session, stage_conversion, engagement_score, interactions_per_customer
-- A visit no longer than the idle time has no such pause in it; only the others need their history.
with visits as materialized (
    select coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id) as visit, min("at") as begins, max("at") as ends,
        min(at_day) as day, max(customer_id) as customer_id, max(visitor_id) as visitor_id, count(*) filter (event = 'view') as views,
        count(*) filter (event = 'click') as clicks, bool_or(event = 'add_to_cart') as added, bool_or(event = 'checkout') as checked,
        bool_or(event = 'purchase') as bought, bool_or(event = 'sign_up') as signed
    from page_events group by all),
long as (
    select coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id) as visit, "at" as moment, at_day, event, event_id, customer_id, visitor_id
    from page_events semi join (select visit from visits where ends - begins > interval 30 minute) v
        on v.visit = coalesce(session_id, 'visitor ' || visitor_id, 'event ' || event_id)),
spaced as (select *, lag(moment) over (partition by visit order by moment, event_id) as previous from long),
parts as (
    select *, count(*) filter (moment - previous > interval 30 minute)
        over (partition by visit order by moment, event_id rows unbounded preceding) as part from spaced),
sessions as materialized (
    select year(day) * 12 + month(day) as m, day, ends, date_diff('microsecond', begins, ends) / 1000000 as duration, customer_id, visitor_id, views,
        clicks, added, checked, bought, signed
    from visits where ends - begins <= interval 30 minute
    union all
    select year(min(at_day)) * 12 + month(min(at_day)), min(at_day), max(moment), date_diff('microsecond', min(moment), max(moment)) / 1000000,
        max(customer_id), max(visitor_id), count(*) filter (event = 'view'), count(*) filter (event = 'click'), bool_or(event = 'add_to_cart'),
        bool_or(event = 'checkout'), bool_or(event = 'purchase'), bool_or(event = 'sign_up')
    from parts group by visit, part),
within as (from sessions where day between $since and $last),
seen as (select m, count(*) as visitors from (select distinct m, visitor_id from within where visitor_id is not null) group by m),
sums as (
    select m, count(*) as n, count(*) filter (bought) as bought, count(*) filter (checked or bought) as checked,
        count(*) filter (added or checked or bought) as added,
        count(*) filter (duration > 10 or views >= 2 or added or checked or bought or signed) as engaged, sum(duration) as total,
        sum(duration * duration) as squares, sum(views) as views, sum(views * views) as view_squares, sum(clicks) as clicks, sum(clicks * clicks) as click_squares
    from within group by m),
known as (
    select visitor_id, min(customer_id) as known_as from sessions where visitor_id is not null and customer_id is not null
    group by 1 having min(customer_id) = max(customer_id)),
people as (
    select m, coalesce(customer_id, known_as, 'visitor ' || visitor_id) as person, max(ends) as last_at, count(*) as visits,
        avg(duration) as duration, avg(clicks) as clicks
    from within left join known using (visitor_id) where coalesce(customer_id, visitor_id) is not null group by all),
ranked as (
    select m, count(*) over (partition by m) as n,
        percent_rank() over recency as r1, cume_dist() over recency as r2, percent_rank() over frequency as f1, cume_dist() over frequency as f2,
        percent_rank() over length as l1, cume_dist() over length as l2, percent_rank() over clicking as c1, cume_dist() over clicking as c2
    from people
    window recency as (partition by m order by last_at), frequency as (partition by m order by visits),
        length as (partition by m order by duration), clicking as (partition by m order by clicks)),
scored as (
    select m, 100 * ((r1 + f1 + l1 + c1) * (n - 1) + (r2 + f2 + l2 + c2) * n) / 2 / n / 4 as score from ranked),
scores as (select m, count(*) as n, sum(score) as total, sum(score * score) as squares from scored group by m),
borders as (
    select i, ($since + to_months(i::int)) as start, (start::timestamp at time zone 'Europe/Amsterdam') at time zone 'UTC' as opens
    from range(25) as t(i)),
spans as (
    select customer_id, coalesce(b.i + 1, 0) as first, if(ended_at is null, 25, coalesce(e.i + 1, 0)) as beyond
    from subscriptions asof left join borders b on started_at > b.opens asof left join borders e on ended_at > e.opens
    where customer_id is not null),
active as materialized (
    select customer_id, bit_or((1 << beyond) - (1 << first)) as active from spans where first < beyond group by customer_id),
acts as (
    select customer_id, coalesce(offered_at_day, queued_at_day) as day from contacts
    union all select customer_id, day from sessions
    union all select customer_id, at_day from mentions
    union all select customer_id, answered_at_day from answers),
met as (
    select customer_id, date_diff('month', $since, day) as i, count(*) as acts
    from acts join active using (customer_id) where day between $since and $last and active & (1 << date_diff('month', $since, day)) <> 0 group by all),
told as (select i, acquired_via as channel, sum(acts) as acts from met left join customers using (customer_id) group by all),
there as (
    select i, acquired_via as channel, count(*) as n from active join range(24) as t(i) on active & (1 << i) <> 0
        left join customers using (customer_id) group by all),
shares as (
    select 'conversion_rate' as metric, m, null as label, bought as hits, n, null as spread from sums
    union all select 'engagement_rate', m, null, engaged, n, null from sums
    union all select 'session_duration', m, null, total, n, squares from sums
    union all select 'pages_per_session', m, null, views, n, view_squares from sums
    union all select 'clicks_per_session', m, null, clicks, n, click_squares from sums
    union all select 'engagement_score', m, null, total, n, squares from scores
    union all select 'stage_conversion', m, '1 visit', n, n, null from sums
    union all select 'stage_conversion', m, '2 cart', added, n, null from sums
    union all select 'stage_conversion', m, '3 checkout', checked, n, null from sums
    union all select 'stage_conversion', m, '4 purchase', bought, n, null from sums)
select metric, make_date((m - 1) // 12, (m - 1) % 12 + 1, 1) as start, 'web' as channel, label, hits / n as value, n, hits as numerator,
    n as denominator, spread from shares
union all by name select 'sessions' as metric, make_date((m - 1) // 12, (m - 1) % 12 + 1, 1) as start, 'web' as channel, n as value, n from sums
union all by name select 'visitors' as metric, make_date((m - 1) // 12, (m - 1) % 12 + 1, 1) as start, 'web' as channel, visitors as value, visitors as n from seen
union all by name select 'interactions_per_customer' as metric, start, channel, coalesce(acts, 0) / n as value, n, coalesce(acts, 0) as numerator,
    n as denominator from there left join told using (i, channel) join borders using (i)
