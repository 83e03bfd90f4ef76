select 'contact_volume' as metric, date_trunc('month', coalesce(offered_at_day, queued_at_day)) as start, channel, null as label,
    count(*) as value, count(*) as n
from contacts where coalesce(offered_at_day, queued_at_day) between $since and $last group by all
