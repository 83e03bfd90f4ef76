with sent as (select i, moment(i, {n}, 'sent') as sent, draw(i, 'reach') as reach from range({first}, {last}) as t(i))
select 'i' || i as invitation_id, one_of(i, 'survey', ['purchase', 'call', 'chat', 'site']) as survey,
    'c' || (mixed(i, 'customer') % {customers}) as customer_id, one_of(i, 'channel', ['email', 'sms', 'web']) as channel, sent as sent_at,
    if(reach < 0.97, sent + to_seconds(30), null) as delivered_at, if(reach < 0.5, sent + to_hours(2), null) as opened_at,
    if(reach < 0.22, sent + to_hours(2 + (mixed(i, 'days') % 200)::bigint), null) as answered_at
from sent
