"""A mapping is checked as a whole before anything is read, and its faults are named with their line."""

from __future__ import annotations

import pytest

from helder.errors import HelderError

HEAD = '[customers.columns]\ncustomer_id = "c"\n'
CASES = {
    "not TOML": ("[customers", "map.toml: The mapping is not TOML"),
    "unknown table": (
        '[custmers.columns]\ncustomer_id = "c"\n',
        "map.toml, line 1: There is no table 'custmers'.\nDid you mean customers",
    ),
    "unknown column": (HEAD + 'nam = "n"\n', "map.toml, line 3: There is no column of customers 'nam'.\nDid you mean name"),
    "unknown key": (
        HEAD + 'name = { frm = "n" }\n',
        "map.toml, line 3: There is no setting of a column 'frm'.\nDid you mean from",
    ),
    "unknown file setting": (
        '[file]\nseperator = ";"\n' + HEAD,
        "line 2: There is no setting of [file] 'seperator'.\nDid you mean separator",
    ),
    "column not in the file": (HEAD + 'name = "nm"\n', "map.toml, line 3: The file file.csv has no column 'nm'.\nDid you mean n"),
    "a hole": ('[orders.columns]\norder_id = "c"\n', "map.toml, line 1: orders cannot do without ordered_at"),
    "two sources": (HEAD + 'name = { from = "n", value = "x" }\n', "line 3: name has both from and value"),
    "no source": (HEAD + 'name = { missing = ["?"] }\n', "line 3: name has no source"),
    "bad format": (HEAD + 'born_on = { from = "n", format = "%Q" }\n', "line 3: The format '%Q' cannot be used"),
    "format of a text": (HEAD + 'name = { from = "n", format = "%Y" }\n', "line 3: name is text, it takes no format"),
    "unknown zone": (
        HEAD + 'signed_up_at = { from = "n", zone = "Europe/Amsterdm" }\n',
        "line 3: There is no time zone 'Europe/Amsterdm'",
    ),
    "value not allowed": (
        '[answers.columns]\nanswer_id = "c"\nanswered_at = "n"\ninstrument = { value = "npss" }\n',
        "line 4: instrument cannot be 'npss'",
    ),
    "map to what is not allowed": (
        '[answers.columns]\nanswer_id = "c"\nanswered_at = "n"\ninstrument = { from = "n", values = { a = "b" } }\n',
        "line 4: instrument cannot be 'b'",
    ),
    "broken expression": (HEAD + 'name = { sql = "upper(n" }\n', "line 3: The expression cannot be understood"),
    "expression with another column": (HEAD + 'name = { sql = "upper(m)" }\n', "line 3: The file file.csv has no column 'm'"),
    "expression that reads a file": (
        HEAD + "name = { sql = \"(select content from read_text('/etc/hosts'))\" }\n",
        "line 3: This is more than an expression",
    ),
    "expression of several rows": (HEAD + 'name = { sql = "unnest([n, n])" }\n', "line 3: This makes several rows of a record"),
    "expression of the wrong type": (HEAD + 'name = { sql = "n + 1" }\n', "line 3: The expression cannot be run: n + 1"),
    "a group's own column": (
        '[customers]\ngroup = ["c"]\n[customers.columns]\ncustomer_id = "c"\nname = "n"\n',
        "line 5: name comes from n, of which a group",
    ),
    "unknown encoding": ('[file]\nencoding = "latin-99"\n' + HEAD, "line 2: There is no encoding 'latin-99'"),
    "second of several sections": (
        '[[customers]]\n[customers.columns]\ncustomer_id = "c"\n[[customers]]\n[customers.columns]\nid = "c"\n',
        "map.toml, line 6: There is no column",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_named_with_its_line(desk, case):
    mapping, message = CASES[case]
    with pytest.raises(HelderError) as told:
        desk.load(None, "c,n\n1,a\n", mapping=mapping)
    assert message in str(told.value)
    assert desk.rows("select count(*) from _helder.loads") == [(0,)]


def test_an_expression_that_fails_on_a_value_is_not_blamed_on_the_file(desk):
    with pytest.raises(HelderError, match=r"An expression of the mapping cannot be computed.*\n.*try_cast"):
        desk.load(None, "c,n\n1,a\n", mapping=HEAD + 'name = { sql = "cast(cast(n as integer) as varchar)" }\n')
    assert desk.rows("select count(*) from _helder.loads") == [(0,)]
