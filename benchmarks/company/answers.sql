with asked as (select i, i // 3 as r, draw(i, 'instrument') as kind, draw(i, 'score') as s from range({first}, {last}) as t(i)),
told as (select *, case when kind < 0.32 then 'nps' when kind < 0.62 then 'csat' when kind < 0.82 then 'ces'
    when kind < 0.91 then 'task' else 'intent' end as instrument from asked)
select 'a' || i as answer_id, 'r' || r as response_id, one_of(r, 'survey', ['purchase', 'call', 'chat', 'site']) as survey,
    instrument || '-' || (mixed(i, 'question') % 3)::varchar as question, instrument,
    case instrument when 'nps' then '0-10' when 'csat' then if(mixed(r, 'scale') % 5 = 0, '1-10', '1-5')
        when 'ces' then '1-7' end as scale,
    if(instrument = 'ces' and mixed(r, 'effort') % 4 = 0, 'effort', null) as direction,
    case when draw(i, 'blank') < 0.03 then null
        when instrument = 'nps' then floor(11 * s ** 0.45) when instrument = 'ces' then 1 + floor(7 * s ** 0.6)
        when instrument = 'csat' then 1 + floor(if(mixed(r, 'scale') % 5 = 0, 10, 5) * s ** 0.5) end as score,
    case instrument when 'task' then if(draw(i, 'task') < 0.72, 'yes', 'no')
        when 'intent' then one_of(i, 'intent', ['buy', 'look', 'compare', 'help', 'account', 'return']) end as choice,
    if(draw(i, 'comment') < 0.1, 'It took ' || (mixed(i, 'days') % 9)::varchar || ' days to arrive', null) as comment,
    'c' || (mixed(r, 'customer') % {customers}) as customer_id,
    one_of(r, 'touchpoint', ['phone', 'delivery', 'returns', 'site', 'store', 'chat']) as touchpoint,
    one_of(r, 'channel', ['email', 'sms', 'web', 'phone']) as channel, moment(r, {n} // 3 + 1, 'answered') as answered_at
from told
