-- gives referral_conversion, referrals_per_customer
with followed as (
    select date_trunc('month', clicked_at_day) as start, count(*) as n, count(*) filter (converted_at is not null or order_id is not null) as hits
    from referrals where clicked_at_day between $since and $last group by all),
referred as (
    select date_trunc('month', coalesce(shared_at_day, clicked_at_day, converted_at_day)) as start, referrer_id, count(*) as referrals
    from referrals where referrer_id is not null and coalesce(shared_at_day, clicked_at_day, converted_at_day) between $since and $last group by all),
referrers as (select start, count(*) as n, sum(referrals) as hits, sum(referrals * referrals) as squares from referred group by all)
select 'referral_conversion' as metric, start, null as channel, null as label, hits / n as value, n, hits as numerator, n as denominator, null as spread
    from followed
union all select 'referrals_per_customer', start, null, null, hits / n, n, hits, n, squares from referrers
