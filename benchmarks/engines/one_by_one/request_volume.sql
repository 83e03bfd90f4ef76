with requests as (
    select opened_at_day as day, channel from cases
    union all
    select coalesce(offered_at_day, queued_at_day), channel from contacts where case_id is null)
select 'request_volume' as metric, date_trunc('month', day) as start, channel, null as label, count(*) as value, count(*) as n
from requests where day between $since and $last group by all
