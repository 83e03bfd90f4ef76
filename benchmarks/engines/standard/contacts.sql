with came as (
    select cast(date_trunc('month', coalesce(offered_at_day, queued_at_day)) as date) as start, channel, case_id, outcome, transfers,
        coalesce(wait_seconds, seconds_between(queued_at, coalesce(answered_at, ended_at))) as wait,
        case when outcome = 'answered' and coalesce(talk_seconds, hold_seconds, wrap_seconds) is not null
            then coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(wrap_seconds, 0) end as handle
    from contacts where coalesce(offered_at_day, queued_at_day) between $since and $last),
sums as materialized (
    select start, channel, 1.0 * count(*) as contacts, 1.0 * count(*) filter (where case_id is null) as loose,
        1.0 * count(*) filter (where outcome = 'answered') as answered, 1.0 * count(*) filter (where outcome = 'abandoned' and wait >= 5) as abandoned,
        1.0 * count(wait) filter (where outcome = 'answered') as waited,
        1.0 * count(*) filter (where outcome = 'answered' and wait <= 20) as in_time,
        1.0 * sum(wait) filter (where outcome = 'answered') as waits, 1.0 * count(handle) as handled, 1.0 * sum(handle) as handles,
        1.0 * count(transfers) filter (where outcome = 'answered') as known,
        1.0 * count(*) filter (where outcome = 'answered' and transfers > 0) as transferred
    from came group by start, channel),
opened as (
    select cast(date_trunc('month', opened_at_day) as date) as start, channel, 1.0 * count(*) as cases
    from cases where opened_at_day between $since and $last group by 1, 2),
asked as (
    select start, channel, sum(n) as n from (
        select start, channel, loose as n from sums union all select start, channel, cases from opened) as both_kinds
    group by start, channel)
select 'contact_volume' as metric, start, channel, contacts as value, contacts as n from sums
union all select 'request_volume', start, channel, n, n from asked
union all select 'service_level', start, channel, in_time / (waited + abandoned), waited + abandoned from sums
union all select 'abandonment_rate', start, channel, abandoned / (answered + abandoned), answered + abandoned from sums
union all select 'average_speed_of_answer', start, channel, waits / waited, waited from sums
union all select 'average_handle_time', start, channel, handles / handled, handled from sums
union all select 'transfer_rate', start, channel, transferred / known, known from sums
