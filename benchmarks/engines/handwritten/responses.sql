-- gives completion_rate
-- Questions are put together first, so that none needs to be counted as distinct of each response.
with put as materialized (
    select survey, survey_version as version, response_id, if(response_id is null, answer_id, null) as alone, question, max(channel) as channel,
        min(answered_at_day) as day, bool_or(score is not null or trim(coalesce(choice, '')) <> '' or trim(coalesce(comment, '')) <> '') as given
    from answers group by all),
asked as (
    select survey, version, count(question) as asked from (select distinct coalesce(survey, '') as survey, coalesce(version, -1) as version, question from put)
    group by all),
responses as (
    select coalesce(survey, '') as survey, response_id, coalesce(max(version), -1) as version, max(channel) as channel, min(day) as day,
        count(question) as put, count(question) filter (given) as answered
    from put group by survey, response_id, alone),
sums as (
    select date_trunc('month', day) as start, channel, count(*) as n, count(*) filter (answered >= asked) as hits
    from responses left join asked using (survey, version)
    where response_id is not null and put > 0 and day between $since and $last group by all)
select 'completion_rate' as metric, start, channel, null as label, hits / n as value, n, hits as numerator, n as denominator from sums
