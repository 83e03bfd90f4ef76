-- gives contact_volume, request_volume, service_level, abandonment_rate, average_speed_of_answer, average_handle_time, transfer_rate, transfers_per_contact, blocked_contacts, blockage_rate
with came as (
    select date_trunc('month', coalesce(offered_at_day, queued_at_day)) as start, channel, case_id is null as loose, outcome = 'answered' as answered,
        outcome = 'abandoned' as abandoned, transfers,
        outcome = 'blocked' and coalesce(direction, 'inbound') = 'inbound' as blocked,
        outcome is not null and coalesce(direction, 'inbound') = 'inbound' as tried,
        coalesce(wait_seconds, date_diff('microsecond', queued_at, coalesce(answered_at, ended_at)) / 1000000) as wait,
        if(outcome = 'answered', coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(wrap_seconds, 0)
            + if(coalesce(talk_seconds, hold_seconds, wrap_seconds) is null, null, 0), null) as handle
    from contacts where coalesce(offered_at_day, queued_at_day) between $since and $last),
sums as (
    select start, channel, count(*) as contacts, count(*) filter (loose) as loose,
        count(*) filter (answered) as answered, count(*) filter (abandoned and wait >= 5) as abandoned,
        count(wait) filter (answered) as waited, count(*) filter (answered and wait <= 20) as in_time,
        sum(wait) filter (answered) as waits, sum(wait * wait) filter (answered) as wait_squares,
        count(handle) as handled, sum(handle) as handles, sum(handle * handle) as handle_squares,
        count(transfers) filter (answered) as known, count(*) filter (answered and transfers > 0) as transferred,
        sum(transfers) filter (answered) as passes, sum(transfers * transfers) filter (answered) as pass_squares,
        count(*) filter (blocked) as blocked, count(*) filter (tried) as tried
    from came group by all),
opened as (select date_trunc('month', opened_at_day) as start, channel, count(*) as cases from cases where opened_at_day between $since and $last group by all),
requests as (select start, channel, coalesce(cases, 0) + coalesce(loose, 0) as n from sums full join opened using (start, channel)),
shares as (
    select 'service_level' as metric, start, channel, in_time as hits, waited + abandoned as n, null as spread from sums
    union all select 'abandonment_rate', start, channel, abandoned, answered + abandoned, null from sums
    union all select 'average_speed_of_answer', start, channel, waits, waited, wait_squares from sums
    union all select 'average_handle_time', start, channel, handles, handled, handle_squares from sums
    union all select 'transfer_rate', start, channel, transferred, known, null from sums
    union all select 'transfers_per_contact', start, channel, passes, known, pass_squares from sums
    union all select 'blockage_rate', start, channel, blocked, tried, null from sums)
select metric, start, channel, null as label, hits / nullif(n, 0) as value, n, hits as numerator, n as denominator, spread from shares
union all by name select 'contact_volume' as metric, start, channel, contacts as value, contacts as n from sums
union all by name select 'blocked_contacts' as metric, start, channel, nullif(blocked, 0) as value, blocked as n from sums
union all by name select 'request_volume' as metric, start, channel, n as value, n from requests
