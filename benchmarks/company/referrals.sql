with shared as (select i, moment(i, {n}, 'shared') as shared, draw(i, 'came') as came from range({first}, {last}) as t(i))
select 'f' || i as referral_id, 'code' || (mixed(i, 'referrer') % {customers}) as code, 'c' || (mixed(i, 'referrer') % {customers}) as referrer_id,
    shared as shared_at, if(came < 0.5, shared + to_hours(5), null) as clicked_at,
    if(came < 0.15, 'c' || (mixed(i, 'brought') % {customers}), null) as customer_id,
    if(came < 0.15, shared + to_hours(6), null) as signed_up_at, if(came < 0.08, shared + to_hours(30), null) as converted_at
from shared
