-- gives revenue_churn_rate, net_revenue_retention
with borders as (
    select i, ($since + to_months(i::int)) as start, (start::timestamp at time zone 'Europe/Amsterdam') at time zone 'UTC' as opens
    from range(25) as t(i)),
spans as (
    select customer_id, coalesce(currency, 'EUR') as label, monthly_revenue as amount, coalesce(b.i + 1, 0) as first, if(ended_at is null, 25, coalesce(e.i + 1, 0)) as beyond
    from subscriptions asof left join borders b on started_at > b.opens asof left join borders e on ended_at > e.opens
    where customer_id is not null and monthly_revenue is not null),
moves as (
    select customer_id, label, first as border, amount, 1 as held from spans where first < beyond
    union all select customer_id, label, beyond, -amount, -1 from spans where first < beyond and beyond < 25),
steps as (
    select customer_id, label, border, sum(amount) as amount, sum(held) as held from moves group by all),
states as (
    select *, sum(amount) over so_far as after, sum(held) over so_far as holds from steps
    window so_far as (partition by customer_id, label order by border)),
changes as (
    select border, label, acquired_via as channel, holds > 0 as stays, holds - held > 0 as was, (after - amount)::double as before, after::double as after
    from states left join customers using (customer_id)),
held as (
    select border as i, channel, label, sum(after - before) as more, sum(stays::int - was::int) as holders from changes where border < 24 group by all),
lost as (
    select border - 1 as i, channel, label, sum(if(stays, least(after - before, 0), -before)) as lost, sum(after - before) as changed
    from changes where was group by all),
groups as (select distinct channel, label from held),
months as (
    select i, channel, label, sum(coalesce(more, 0)) over so_far as held, sum(coalesce(holders, 0)) over so_far as n,
        coalesce(lost, 0) as lost, coalesce(changed, 0) as changed
    from groups cross join (from range(24) as t(i)) left join held using (i, channel, label) left join lost using (i, channel, label)
    window so_far as (partition by channel, label order by i))
select 'revenue_churn_rate' as metric, start, channel, label, -lost / nullif(held, 0) as value, n, -lost / 100 as numerator, held / 100 as denominator
    from months join borders using (i)
union all select 'net_revenue_retention', start, channel, label, (held + changed) / nullif(held, 0), n, (held + changed) / 100, held / 100
    from months join borders using (i)
