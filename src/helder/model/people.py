"""The company's own people."""

from helder.model.table import Table, attributes, date, key, text

EMPLOYEES = Table(
    name="employees",
    meaning="Those who sell, answer and help",
    grain="one employee",
    columns=(
        key("employee_id", "The employee"),
        text("name", "Full name", personal=True),
        text("role", "agent, manager, sales ..."),
        text("team", "The team"),
        date("hired_on", "First day of work"),
        date("left_on", "Last day of work; missing while employed"),
        attributes(),
    ),
    ordered=(("hired_on", "left_on"),),
)
