select 'nps' as metric, date_trunc('month', answered_at_day) as start, channel, coalesce(scale, '0-10') as label,
    100 * (count(*) filter (score >= 9) - count(*) filter (score <= 6)) / count(*) as value, count(*) as n
from answers where instrument = 'nps' and score is not null and answered_at_day between $since and $last group by all
