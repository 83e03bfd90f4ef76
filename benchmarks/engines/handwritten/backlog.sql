-- gives ticket_backlog
-- A case that is never open again after it was resolved enters once and leaves once; only the others need their history.
with notes as (
    select case_id, opened_at as moment, opened_at_day as day, true as enters from cases
    union all select case_id, resolved_at, resolved_at_day, false from cases where resolved_at is not null
    union all select case_id, closed_at, closed_at_day, false from cases where closed_at is not null
    union all select case_id, "at", at_day, event in ('opened', 'reopened') from case_events
        where event in ('opened', 'reopened', 'resolved', 'closed')),
ends as materialized (
    select case_id, min(day) filter (enters) as entered, min(day) filter (not enters) as gone,
        coalesce(max(moment) filter (enters) < min(moment) filter (not enters), count(*) filter (enters) > 0) as simple
    from notes group by case_id),
told as (
    select case_id, day, enters, lag(enters, 1, false) over (partition by case_id order by moment, enters) as before
    from notes semi join (from ends where not simple) using (case_id)),
moves as (
    select case_id, entered as day, 1 as change, from ends where simple
    union all select case_id, gone, -1 from ends where simple and gone is not null
    union all select case_id, day, if(enters, 1, -1) from told where enters <> before),
months as (
    select date_trunc('month', day) as start, channel, sum(change) as change, count(*) filter (change > 0) as entered
    from moves left join cases using (case_id) where day <= $last group by all)
select 'ticket_backlog' as metric, start, channel, null as label, sum(change) over (partition by channel order by start) as value,
    sum(entered) over (partition by channel order by start) as n from months
