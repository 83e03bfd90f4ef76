select 'k' || (i // 6) as contact_id, (i % 6)::bigint as turn, if(i % 2 = 0, 'customer', 'agent') as speaker,
    (i % 6) * 20.0 as started_seconds, (i % 6) * 20.0 + 15 as ended_seconds, if(i % 2 = 0, 2 * draw(i, 'felt') - 1, null) as sentiment,
    5 + (mixed(i, 'words') % 40)::bigint as words
from range({first}, {last}) as t(i)
