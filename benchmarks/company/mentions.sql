select 'm' || i as mention_id, one_of(i, 'network', ['instagram', 'x', 'reddit', 'trustpilot']) as network, moment(i, {n}, 'said') as at,
    one_of(i, 'language', ['en', 'nl', 'da']) as language, if(draw(i, 'felt') < 0.9, 2 * draw(i, 'sentiment') - 1, null) as sentiment,
    if(draw(i, 'known') < 0.3, 'c' || (mixed(i, 'customer') % {customers}), null) as customer_id, draw(i, 'refers') < 0.05 as refers
from range({first}, {last}) as t(i)
