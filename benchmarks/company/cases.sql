select 's' || i as case_id, 'c' || (mixed(i, 'customer') % {customers}) as customer_id, one_of(i, 'channel', ['phone', 'email', 'chat', 'web', 'store', 'social']) as channel,
    one_of(i, 'topic', ['delivery', 'returns', 'bill', 'product', 'account', 'complaint']) as topic,
    one_of(i, 'priority', ['low', 'normal', 'normal', 'high']) as priority, one_of(i, 'team', ['a', 'b', 'c', 'd', 'e']) as team,
    'e' || (mixed(i, 'employee') % 300) as employee_id, if(draw(i, 'by') < 0.1, 'agent', 'customer') as opened_by,
    moment(i, {n}, 'opened') as opened_at,
    if(draw(i, 'solved') < 0.97, moment(i, {n}, 'opened') + to_seconds(3600 + waiting(i, 'solving', 90000)::bigint), null) as resolved_at
from range({first}, {last}) as t(i)
