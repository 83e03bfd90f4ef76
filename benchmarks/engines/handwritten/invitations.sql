-- gives response_rate, open_rate
with sent as (
    select date_trunc('month', sent_at_day) as start, channel, coalesce(opened_at - sent_at <= interval 14 day, false) as opened,
        coalesce(answered_at - sent_at <= interval 14 day, false) as answered
    from invitations where delivered_at is not null and sent_at_day between $since and $last),
sums as (select start, channel, count(*) as n, count(*) filter (answered) as answered, count(*) filter (opened or answered) as opened from sent group by all)
select 'response_rate' as metric, start, channel, null as label, answered / n as value, n, answered as numerator, n as denominator from sums
union all select 'open_rate', start, channel, null, opened / n, n, opened, n from sums
