-- gives cart_abandonment_rate
with known as (
    select visitor_id, min(customer_id) as customer_id from page_events where visitor_id is not null and customer_id is not null
    group by 1 having min(customer_id) = max(customer_id)),
told as (
    select coalesce(e.customer_id, k.customer_id, 'visitor ' || e.visitor_id) as person, e."at" as moment, e.at_day, e.event, e.event_id
    from page_events e left join known k using (visitor_id)
    where e.event in ('add_to_cart', 'remove_from_cart', 'checkout', 'purchase')),
spaced as (
    select *, lag(event) over history as before, lag(moment) over history as previous from told where person is not null
    window history as (partition by person order by moment, event_id)),
parts as (
    select *, count(*) filter (before = 'purchase' or moment - previous > interval 24 hour)
        over (partition by person order by moment, event_id rows unbounded preceding) as part from spaced),
carts as (
    select min(at_day) filter (event = 'add_to_cart') as day,
        coalesce(max(moment) filter (event = 'purchase') >= min(moment) filter (event = 'add_to_cart'), false) as bought
    from parts group by person, part having count(*) filter (event = 'add_to_cart') > 0),
counts as (select date_trunc('month', day) as start, count(*) as n, count(*) filter (not bought) as hits from carts where day between $since and $last group by all)
select 'cart_abandonment_rate' as metric, start, 'web' as channel, null as label, hits / n as value, n, hits as numerator, n as denominator
from counts
