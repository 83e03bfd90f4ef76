select 'task_completion' as metric, date_trunc('month', answered_at_day) as start, channel, null as label,
    count(*) filter (choice = 'yes') / count(*) as value, count(*) as n
from answers where instrument = 'task' and choice in ('yes', 'no') and answered_at_day between $since and $last group by all
