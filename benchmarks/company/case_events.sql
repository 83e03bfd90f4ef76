with own as (select i, 's' || i as case_id, moment(i, {cases}, 'opened') as opened, waiting(i, 'solving', 90000)::bigint as solving,
        draw(i, 'solved') < 0.97 as solved, draw(i, 'again') < 0.06 as again, 'e' || (mixed(i, 'employee') % 300) as employee_id,
        one_of(i, 'team', ['a', 'b', 'c', 'd', 'e']) as team from range({first}, {last}) as t(i)),
told as (
    select i, case_id, opened + to_seconds(60) as "at", 'assigned' as event, 'bot' as author, false as public, employee_id, team from own
    union all select i, case_id, opened + to_seconds(1), 'replied', 'bot', true, null, null from own where i % 5 = 0
    union all select i, case_id, opened + to_seconds(30), 'replied', 'customer', true, null, null from own where i % 10 = 0
    union all select i, case_id, opened + to_seconds(120 + solving // 4), 'replied', 'agent', true, employee_id, team from own where solved
    union all select i, case_id, opened + to_seconds(121 + solving // 4), 'waiting', 'agent', true, employee_id, team from own where i % 4 = 0
    union all select i, case_id, opened + to_seconds(1800 + solving // 2), 'resolved', 'agent', true, employee_id, team from own where again and solved
    union all select i, case_id, opened + to_seconds(2400 + solving // 2), 'reopened', 'customer', true, null, null from own where again and solved
    union all select i, case_id, opened + to_seconds(3600 + solving), 'resolved', 'agent', true, employee_id, team from own where solved)
select * exclude (i) from told order by i, told."at"
