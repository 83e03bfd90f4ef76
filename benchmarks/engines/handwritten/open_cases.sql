-- gives open_cases
with notes as (
    select case_id, "at" as moment, at_day as day, case when event in ('opened', 'reopened') then true when event in ('resolved', 'closed') then false end as opens,
        if(coalesce(public, event in ('opened', 'replied', 'waiting', 'reopened')) and author is not null, author = 'customer', null) as asks,
        case when event = 'opened' then 0 when event = 'reopened' then 3 when author = 'customer' then 1 else 2 end as turn
    from case_events
    union all select case_id, opened_at, opened_at_day, true, null, 0 from cases
    union all select case_id, resolved_at, resolved_at_day, false, null, 2 from cases where resolved_at is not null
    union all select case_id, closed_at, closed_at_day, false, null, 2 from cases where closed_at is not null
    union all select case_id, first_replied_at, first_replied_at_day, null, false, 2
        from cases anti join (from case_events where event = 'replied') using (case_id) where first_replied_at is not null),
known as (
    select case_id, moment, day, lead(moment) over (partition by case_id order by moment, turn) as following,
        coalesce(last_value(opens ignore nulls) over so_far, false) and coalesce(last_value(asks ignore nulls) over so_far, true) as waits
    from notes window so_far as (partition by case_id order by moment, turn rows between unbounded preceding and current row)),
moments as (
    select case_id, day, waits, lag(waits, 1, false) over (partition by case_id order by moment) as before
    from known where following is null or following > moment),
months as (
    select date_trunc('month', day) as start, channel, count(*) filter (waits) as entered, count(*) filter (not waits) as gone
    from moments left join cases using (case_id) where waits <> before and day <= $last group by all)
select 'open_cases' as metric, start, channel, null as label,
    sum(entered - gone) over (partition by channel order by start) as value, sum(entered) over (partition by channel order by start) as n from months
