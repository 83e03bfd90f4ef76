select 'b' || i as subscription_id, 'c' || (mixed(i, 'customer') % {customers}) as customer_id, moment(i, {n}, 'started') as started_at,
    if(draw(i, 'ended') < 0.35, moment(i, {n}, 'started') + to_days(30 + waiting(i, 'stay', 200)::int), null) as ended_at,
    (999 + 500 * (mixed(i, 'plan') % 4))::bigint as monthly_revenue, 'EUR' as currency
from range({first}, {last}) as t(i)
