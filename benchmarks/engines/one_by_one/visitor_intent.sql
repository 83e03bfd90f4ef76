select 'visitor_intent' as metric, date_trunc('month', answered_at_day) as start, channel, choice as label,
    count(*) / sum(count(*)) over (partition by start, channel) as value, sum(count(*)) over (partition by start, channel) as n
from answers where instrument = 'intent' and choice is not null and answered_at_day between $since and $last
group by start, channel, choice
