-- gives tone_change, worse_tone_share
with felt as (
    select contact_id, sentiment, row_number() over (partition by contact_id order by turn) - 1 as place, count(*) over (partition by contact_id) as turns
    from turns where speaker = 'customer' and sentiment is not null),
ends as (
    select contact_id, avg(sentiment) filter (place >= turns - turns // 3) - avg(sentiment) filter (place < turns // 3) as change
    from felt where turns >= 3 group by contact_id),
sums as (
    select date_trunc('month', coalesce(offered_at_day, queued_at_day)) as start, channel, count(*) as n, sum(change) as total,
        sum(change * change) as squares, count(*) filter (change < -0.2 - 1e-9) as worse
    from ends join contacts using (contact_id) where coalesce(offered_at_day, queued_at_day) between $since and $last group by all)
select 'tone_change' as metric, start, channel, null as label, total / n as value, n, total as numerator, n as denominator, squares as spread from sums
union all select 'worse_tone_share', start, channel, null, worse / n, n, worse, n, null from sums
