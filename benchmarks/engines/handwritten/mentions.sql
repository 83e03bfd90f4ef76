-- gives mentions, share_of_mentions, net_sentiment
with counts as materialized (
    select date_trunc('month', at_day) as start, network, sign(sentiment) as felt, count(*) as n
    from mentions where at_day between $since and $last group by all),
everything as (select start, sum(n) as n from counts group by start),
felt as (
    select start, sum(n) as n, coalesce(sum(n) filter (felt > 0), 0) - coalesce(sum(n) filter (felt < 0), 0) as hits
    from counts where felt is not null group by all),
on_networks as (select start, network, sum(n) as hits from counts where trim(coalesce(network, '')) <> '' group by all),
named as (select *, sum(hits) over (partition by start) as n from on_networks)
select 'mentions' as metric, start, 'social' as channel, null as label, n as value, n, null as numerator, null as denominator from everything
union all select 'share_of_mentions', start, 'social', network, hits / n, n, hits, n from named
union all select 'net_sentiment', start, 'social', null, 100 * hits / n, n, hits, n from felt
