-- gives churn_rate, retention_rate
-- A customer's activity at the 25 borders of 24 months is 25 bits, put together over subscriptions.
with borders as (
    select i, ($since + to_months(i::int)) as start, (start::timestamp at time zone 'Europe/Amsterdam') at time zone 'UTC' as opens
    from range(25) as t(i)),
spans as (
    select customer_id, coalesce(b.i + 1, 0) as first, if(ended_at is null, 25, coalesce(e.i + 1, 0)) as beyond
    from subscriptions asof left join borders b on started_at > b.opens asof left join borders e on ended_at > e.opens
    where customer_id is not null),
bits as (
    select customer_id, bit_or((1 << beyond) - (1 << first)) as active from spans where first < beyond group by customer_id),
flows as (
    select acquired_via as channel, i, count(*) as n, count(*) filter (active & (1 << (i + 1)) = 0) as lost
    from bits join range(24) as t(i) on active & (1 << i) <> 0 left join customers using (customer_id) group by all),
shares as (select start, channel, n, lost from flows join borders using (i))
select 'churn_rate' as metric, start, channel, null as label, lost / n as value, n, lost as numerator, n as denominator from shares
union all select 'retention_rate', start, channel, null, (n - lost) / n, n, n - lost, n from shares
