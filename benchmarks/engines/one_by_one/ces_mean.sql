select 'ces_mean' as metric, date_trunc('month', answered_at_day) as start, channel, coalesce(scale, '1-7') as label,
    avg(if(direction = 'effort', 8 - score, score)) as value, count(*) as n
from answers where instrument = 'ces' and score is not null and answered_at_day between $since and $last group by all
