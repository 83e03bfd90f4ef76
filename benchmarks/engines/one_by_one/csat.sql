select 'csat' as metric, date_trunc('month', answered_at_day) as start, channel, coalesce(scale, '1-5') as label,
    count(*) filter (score >= if(scale = '1-10', 8, 4)) / count(*) as value, count(*) as n
from answers where instrument = 'csat' and score is not null and answered_at_day between $since and $last group by all
