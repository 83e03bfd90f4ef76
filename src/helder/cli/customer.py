"""helder customer: handing over, and erasing, what is kept of one customer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helder.cli.app import app

customer = typer.Typer(no_args_is_help=True, help="Export or erase what is kept of one customer.")
app.add_typer(customer, name="customer")

Key = Annotated[str, typer.Argument(metavar="KEY", help="The customer: the key, as in customer_id, or the e-mail address.")]


@customer.command()
def export(
    context: typer.Context,
    key: Key,
    to: Annotated[Path, typer.Option("--to", metavar="FILE.zip", help="The zip file to write; it must not be there yet.")],
) -> None:
    """Write all that is kept of a customer into a zip: a file for each table, a JSON object a line.

    In it are the rows that name the customer and those that belong to them, and what the server keeps: invitations, follow-ups
    and so on. It holds personal data: only you can read it.
    """
    from helder.web.privacy.command import asking

    ask = asking(context.obj.settings())
    found = ask("look", key)
    done = ask("export", found["customer"], file=str(to.absolute()))["records"]
    print(f"{sum(done.values()):,} records in {len(done)} files are in {to}.")


@customer.command()
def erase(
    context: typer.Context,
    key: Key,
    delete_rows: Annotated[
        bool, typer.Option("--delete-rows", help="Delete the rows, instead of the person in them; figures of the past change.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a customer everywhere but in backups; no figure changes, unless rows are deleted.

    Names, addresses, texts and attributes are emptied, and each key of theirs becomes another that nothing leads back from.
    Rows of theirs that are sent again are refused from then on. It cannot be undone.
    """
    from helder.errors import BadInput
    from helder.store.customers import nobody
    from helder.web.privacy.command import asking

    ask = asking(context.obj.settings())
    found = ask("look", key)
    if not found["tables"] and not found["kept"]:
        if not found["unfinished"]:
            raise nobody(key)
        ask("erase", found["customer"], delete=delete_rows)
        print("Nothing is kept of them; what lay beneath, of somebody who was erased, is overwritten now.")
        return
    print(f"Of customer {found['customer']} there are:")
    for name, count in {**found["tables"], **found["kept"]}.items():
        print(f"  {count:>9,}  {name.replace('_', ' ')}")
    if not yes and typer.prompt("Type the customer's key to erase them for good") != found["customer"]:
        raise BadInput("That is not the key.", where=found["customer"], fix="Nothing was erased; give the command again.")
    ask("erase", found["customer"], delete=delete_rows)
    print("Erased. Backups that you keep still have them, and so does whatever was exported or sent.")


@customer.command(name="let-in")
def let_in(context: typer.Context, key: Key) -> None:
    """Take rows of an erased customer again: they came back. What was erased of them stays out."""
    from helder.errors import BadInput
    from helder.web.privacy.command import asking

    if not asking(context.obj.settings())("let_in", key)["number"]:
        raise BadInput("No such customer was erased.", where=key, fix="Name them by the very key, or by the e-mail address.")
    print("Rows that name them are taken from now on.")
