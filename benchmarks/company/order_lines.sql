select 'o' || i // 2 as order_id, i % 2 + 1 as line, 'x' || (mixed(i, 'product') % 2000) as product_id,
    (1 + (mixed(i, 'quantity') % 3))::double as quantity, (200 + waiting(i, 'revenue', 3000))::bigint as revenue,
    if(draw(i, 'returned') < 0.08, 1.0, 0.0) as returned_quantity
from range({first}, {last}) as t(i)
