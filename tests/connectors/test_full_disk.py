"""A full disk: one clear message, and the store as it was."""

from __future__ import annotations


def test_a_full_disk_is_said_and_nothing_is_changed(tmp_path, small_disk, helder):
    import random

    (tmp_path / "few.csv").write_text("customer_id\n1\n")
    assert helder("load", "customers", "few.csv").returncode == 0
    draw = random.Random(1)
    with (tmp_path / "many.csv").open("w") as file:
        file.write("customer_id,name\n")
        file.writelines(f"{i},{draw.getrandbits(256):x}\n" for i in range(250_000))
    done = helder("load", "customers", "many.csv")
    assert done.returncode == 2
    assert "The disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert '"customers",1,' in helder("tables", "--format", "csv").stdout
