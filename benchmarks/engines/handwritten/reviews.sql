-- gives iqs
with criteria as (
    select *, coalesce(weight, 1.0) as weighs, (score - min_score) / nullif(max_score - min_score, 0) as reached from quality_reviews),
reviews as (
    select review_id, max(contact_id) as contact_id, max(reviewed_at_day) as day, count(score) as applied,
        count(*) filter (score is not null and not coalesce(max_score > min_score and reached between 0 and 1, false)) as unsound,
        count(*) filter (coalesce(critical, false) and reached < 0.5) as failed, sum(weighs * reached) as points,
        sum(weighs) filter (score is not null) as weight
    from criteria group by review_id),
judged as (
    select date_trunc('month', day) as start, channel, if(failed > 0, 0.0, points / nullif(weight, 0)) as quality
    from reviews left join contacts using (contact_id) where applied > 0 and unsound = 0 and day between $since and $last),
sums as (select start, channel, count(quality) as n, sum(quality) as total, sum(quality * quality) as squares from judged group by all)
select 'iqs' as metric, start, channel, null as label, 100 * total / n as value, n, total as numerator, n as denominator, squares as spread from sums
