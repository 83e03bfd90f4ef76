-- A contact about a case is of that case's customer, within some weeks after it was opened.
with came as (select i, moment(i, {n}, 'offered') as came, draw(i, 'outcome') as o, waiting(i, 'wait', 28) as wait,
    if(draw(i, 'case') < 0.3, greatest(i * {cases} // {n} - mixed(i, 'case') % ({cases} // 40 + 1), 0), null) as about
    from range({first}, {last}) as t(i)),
told as (select *, case when o < 0.82 then 'answered' when o < 0.9 then 'abandoned' when o < 0.93 then 'blocked'
    when o < 0.98 then 'self_served' else 'callback' end as outcome, came + to_seconds(5 + (mixed(i, 'menu') % 40)::bigint) as queued
    from came)
select 'k' || i as contact_id, if(about is not null, 's' || about, null) as case_id,
    'c' || (mixed(coalesce(about, i), 'customer') % {customers}) as customer_id, one_of(i, 'channel', ['phone', 'email', 'chat', 'web', 'store', 'social']) as channel, 'inbound' as direction,
    one_of(i, 'topic', ['delivery', 'returns', 'bill', 'product', 'account', 'complaint', 'price', 'stock']) as topic,
    one_of(i, 'queue', ['sales', 'service', 'returns', 'business']) as queue, one_of(i, 'team', ['a', 'b', 'c', 'd', 'e']) as team,
    'e' || (mixed(i, 'employee') % 300) as employee_id, came as offered_at, if(outcome = 'blocked', null, queued) as queued_at,
    if(outcome = 'answered', queued + to_microseconds((wait * 1000000)::bigint), null) as answered_at,
    queued + to_microseconds(((wait + if(outcome = 'answered', talk, 0)) * 1000000)::bigint) as ended_at, outcome,
    if(outcome in ('answered', 'abandoned') and draw(i, 'logged') < 0.8, floor(wait), null) as wait_seconds,
    if(outcome = 'answered', floor(talk), null) as talk_seconds,
    if(outcome = 'answered', floor(waiting(i, 'hold', 15)), null) as hold_seconds,
    if(outcome = 'answered', floor(waiting(i, 'wrap', 45)), null) as wrap_seconds,
    if(outcome = 'answered', if(draw(i, 'transfer') < 0.12, 1 + (mixed(i, 'more') % 2)::bigint, 0), null) as transfers
from (select *, waiting(i, 'talk', 240) as talk from told)
