-- gives first_response_time, first_response_time_median, first_response_time_p90, average_resolution_time, resolution_time_median, resolution_time_p90, resolution_rate, cases_without_reply
-- One pass over the events gives both the first reply and the resolutions of each case.
with told as materialized (
    select case_id, bool_or(event = 'replied') as replies, min("at") filter (author = 'customer') as asked,
        min("at") filter (event = 'replied' and author = 'agent' and public) as human,
        max("at") filter (event = 'resolved') as resolved, max(at_day) filter (event = 'resolved') as resolved_day,
        max("at") filter (event = 'reopened') as reopened
    from case_events group by case_id),
known as materialized (
    select c.case_id, c.channel, if(c.opened_by = 'agent', t.asked, c.opened_at) as asked_at, c.opened_at, c.opened_at_day,
        coalesce(t.replies, false) as logged, t.human, c.first_replied_at,
        coalesce(t.resolved >= coalesce(c.resolved_at, t.resolved), false) as by_event,
        if(by_event, t.resolved, c.resolved_at) as ended, if(by_event, t.resolved_day, c.resolved_at_day) as ended_day,
        coalesce(t.reopened >= ended, false) as again
    from cases c left join told t using (case_id)),
later as (
    select case_id, min(e."at") as human from case_events e semi join known k on k.case_id = e.case_id and k.human < k.asked_at
    join known k using (case_id) where e.event = 'replied' and e.author = 'agent' and e.public and e."at" >= k.asked_at group by case_id),
replied as materialized (
    select channel, asked_at, opened_at_day, if(logged, if(k.human < asked_at, l.human, k.human), first_replied_at) as replied_at
    from known k left join later l using (case_id)),
replies as (
    select date_trunc('month', (replied_at at time zone 'UTC' at time zone 'Europe/Amsterdam')::date) as start, channel,
        date_diff('microsecond', asked_at, replied_at) / 1000000 as seconds
    from replied where replied_at >= asked_at),
times as (
    select 'reply' as kind, start, channel, seconds from replies where start between $since and $last
    union all
    select 'resolution', date_trunc('month', ended_day), channel, date_diff('microsecond', opened_at, ended) / 1000000
    from known where not again and ended_day between $since and $last),
sums as (
    select kind, start, channel, count(*) as n, sum(seconds) as total, sum(seconds * seconds) as squares, list_sort(list(seconds)) as sorted
    from times group by all),
assigned as (
    select date_trunc('month', at_day) as start, channel, count(*) as assigned
    from (select distinct date_trunc('month', at_day) as at_day, case_id from case_events where event = 'assigned' and at_day between $since and $last)
        left join cases using (case_id) group by all),
silent as (
    select date_trunc('month', opened_at_day) as start, channel, count(*) as n from replied
    where opened_at_day between $since and $last and asked_at is not null and coalesce(replied_at < asked_at, true) group by all),
quantiles as (
    select *, sorted[floor((n - 1) * q)::int + 1] as below, sorted[ceil((n - 1) * q)::int + 1] as above
    from sums, (values (0.5, 'median'), (0.9, 'p90')) as t(q, name))
select if(kind = 'reply', 'first_response_time', 'average_resolution_time') as metric, start, channel, null as label, total / n as value, n,
    total as numerator, n as denominator, squares as spread from sums
union all by name select if(kind = 'reply', 'first_response_time_', 'resolution_time_') || name as metric, start, channel,
    below + (above - below) * ((n - 1) * q % 1) as value, n,
    sorted[ceil(n * q - 1.959963984540054 * sqrt(n * q * (1 - q)))::int] as low,
    sorted[ceil(n * q + 1.959963984540054 * sqrt(n * q * (1 - q)))::int] as high from quantiles
union all by name select 'cases_without_reply' as metric, start, channel, n as value, n from silent
union all by name select 'resolution_rate' as metric, start, channel, coalesce(n, 0) / assigned as value, assigned as n,
    coalesce(n, 0) as numerator, assigned as denominator
    from assigned left join (from sums where kind = 'resolution') using (start, channel)
