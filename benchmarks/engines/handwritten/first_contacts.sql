-- gives first_contact_resolution, first_contact_resolution_of_received
with told as materialized (select case_id, "at" as reopened from case_events where event = 'reopened'),
met as (
    select k.contact_id, k.case_id, k.channel, coalesce(k.offered_at, k.queued_at) as moment, coalesce(k.offered_at_day, k.queued_at_day) as day,
        coalesce(k.customer_id, c.customer_id) as customer_id, coalesce(k.topic, c.topic) as topic,
        coalesce(k.direction, 'inbound') = 'inbound' as inbound, coalesce(k.outcome = 'answered', false) as answered, c.reopened as reopenings
    from contacts k left join cases c using (case_id)),
beside as (
    select *, if(customer_id is null or topic is null, null, max(moment) filter (inbound and answered) over before_it) as before_asked,
        if(customer_id is null or topic is null, null, min(moment) filter (inbound) over after_it) as next_asked,
        if(case_id is null, null, max(moment) filter (inbound and answered) over before_case) as before_handled,
        if(case_id is null, null, min(moment) filter (inbound) over after_case) as next_handled
    from met
    window before_it as (partition by customer_id, topic order by moment, contact_id rows between unbounded preceding and 1 preceding),
        after_it as (partition by customer_id, topic order by moment, contact_id rows between 1 following and unbounded following),
        before_case as (partition by coalesce(case_id, contact_id) order by moment, contact_id rows between unbounded preceding and 1 preceding),
        after_case as (partition by coalesce(case_id, contact_id) order by moment, contact_id rows between 1 following and unbounded following)),
again as (
    select contact_id, min(reopened) as reopened from beside b join told t on b.case_id = t.case_id and t.reopened >= b.moment group by contact_id),
judged as (
    select date_trunc('month', day) as start, channel,
        answered and customer_id is not null and topic is not null
            and coalesce(moment - greatest(before_asked, before_handled) > interval 7 day, true) as first,
        not coalesce(least(next_asked, next_handled) - moment <= interval 7 day, false)
            and not coalesce(a.reopened - moment <= interval 7 day, false)
            and not (coalesce(reopenings, 0) > 0 and b.case_id not in (select case_id from told)) as enough
    from beside b left join again a using (contact_id) where inbound and day between $since and $last),
sums as (
    select start, channel, count(*) as received, count(*) filter (first) as n, count(*) filter (first and enough) as hits from judged group by all)
select 'first_contact_resolution' as metric, start, channel, null as label, hits / n as value, n, hits as numerator, n as denominator from sums
union all select 'first_contact_resolution_of_received', start, channel, null, hits / received, received, hits, received from sums
