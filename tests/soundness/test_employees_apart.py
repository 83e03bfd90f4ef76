"""What employees would recommend is another question than what customers would."""

from oracle.small import answers, ask, value

CUSTOMERS = answers(10, 10, 9, respondent="customer") + answers(8, respondent="visitor") + answers(7)
EMPLOYEES = answers(0, 0, 3, 9, 10, respondent="employee")


def test_nps_is_of_those_who_do_not_work_here() -> None:
    (row,) = ask("nps", tables={"answers": CUSTOMERS + EMPLOYEES})
    assert (row["value"], row["n"]) == (60.0, 5)


def test_enps_is_of_those_who_do() -> None:
    (row,) = ask("enps", tables={"answers": CUSTOMERS + EMPLOYEES})
    assert (row["value"], row["n"]) == (-20.0, 5)


def test_the_shares_leave_them_out_too() -> None:
    assert value("promoters", tables={"answers": CUSTOMERS + EMPLOYEES}) == 0.6


def test_few_employees_are_hidden() -> None:
    for metric in ("enps", "employee_satisfaction"):
        instrument = "nps" if metric == "enps" else "employee"
        (row,) = ask(metric, tables={"answers": answers(9, 9, 9, 9, instrument=instrument, respondent="employee")})
        assert (row["suppressed"], row["value"], row["n"]) == (True, None, None)
