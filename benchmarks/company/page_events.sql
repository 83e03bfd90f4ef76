with seen as (select i, i // 8 as v, i % 8 as step, draw(i, 'event') as e from range({first}, {last}) as t(i))
select 'p' || i as event_id, 'v' || v as session_id, 'b' || (mixed(v, 'visitor') % {customers}) as visitor_id,
    if(mixed(v, 'known') % 3 = 0, 'c' || (mixed(v, 'visitor') % {customers}), null) as customer_id,
    moment(v, {n} // 8 + 1, 'visit') + to_seconds((step * 25 + (mixed(i, 'pause') % 20)::bigint
        + if(mixed(v, 'idle') % 20 = 0 and step > 5, 2400, 0))::bigint) as "at",
    case when e < 0.68 then 'view' when e < 0.8 then 'click' when e < 0.87 then 'search'
        when e < 0.94 or step < 3 then 'add_to_cart' when e < 0.97 then 'checkout'
        when e < 0.985 then 'purchase' else 'remove_from_cart' end as event,
    '/' || (mixed(i, 'page') % 400) as page, one_of(v, 'device', ['phone', 'phone', 'desktop', 'tablet']) as device,
    one_of(v, 'referrer', ['search', 'mail', 'direct', 'ad', 'social']) as referrer
from seen
