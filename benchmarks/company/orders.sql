select 'o' || i as order_id, if(draw(i, 'guest') < 0.04, null, 'c' || (mixed(i, 'customer') % {customers})) as customer_id,
    moment(i, {n}, 'ordered') as ordered_at, one_of(i, 'channel', ['web', 'web', 'web', 'store', 'store', 'phone']) as channel,
    case when draw(i, 'status') < 0.92 then 'paid' when draw(i, 'status') < 0.95 then 'credit'
        when draw(i, 'status') < 0.98 then 'cancelled' else 'pending' end as status,
    (if(draw(i, 'status') between 0.92 and 0.95, -1, 1) * (500 + waiting(i, 'revenue', 6000)))::bigint as revenue,
    one_of(i, 'currency', ['EUR', 'EUR', 'DKK', 'GBP']) as currency
from range({first}, {last}) as t(i)
