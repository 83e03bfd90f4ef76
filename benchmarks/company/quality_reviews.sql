select 'q' || (i // 4) as review_id, one_of(i % 4, 'criterion', ['greeting', 'listening', 'solution', 'closing']) || (i % 4) as criterion,
    'k' || (mixed(i // 4, 'contact') % 1000) as contact_id, 'e' || (mixed(i // 4, 'employee') % 300) as employee_id,
    moment(i // 4, {n} // 4 + 1, 'reviewed') as reviewed_at, if(draw(i, 'na') < 0.05, null, (mixed(i, 'score') % 6)::double) as score,
    0.0 as min_score, 5.0 as max_score, 1.0 + (i % 4) as weight, i % 4 = 2 as critical
from range({first}, {last}) as t(i)
