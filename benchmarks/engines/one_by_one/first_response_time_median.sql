with told as (
    select case_id, bool_or(event = 'replied') as replies, min("at") filter (author = 'customer') as asked from case_events group by case_id),
known as (
    select case_id, channel, if(opened_by = 'agent', asked, opened_at) as asked_at, coalesce(replies, false) as logged, first_replied_at
    from cases left join told using (case_id)),
human as (
    select case_id, min("at") as replied_at from case_events join known using (case_id)
    where event = 'replied' and author = 'agent' and public and "at" >= asked_at group by case_id),
replies as (
    select channel, asked_at, if(logged, replied_at, first_replied_at) as replied_at from known left join human using (case_id)),
times as (
    select date_trunc('month', (replied_at at time zone 'UTC' at time zone 'Europe/Amsterdam')::date) as start, channel,
        date_diff('microsecond', asked_at, replied_at) / 1000000 as seconds
    from replies where replied_at >= asked_at)
select 'first_response_time_median' as metric, start, channel, null as label, quantile_cont(seconds, 0.5) as value, count(*) as n
from times where start between $since and $last group by all
