"""Who may reach which address, for reading and for doing: the whole matrix, made from the URL conf (RELIABILITY 11).

Letters are parts of the cast (`permission_cells.PARTS`); `all` = everybody, `in` = everybody who is logged in, `-` = nobody,
`x` = the address does not take this method. Who is not named gets 404, or the login page for the login library's own.
A new address without a row fails. The signal of the rows is owned by team Verkeer (T) and lies in the area of O; the
handover waits for M.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.house.permission_cells import EVERYBODY, PARTS, Things, all_names, ask, things_of
from tests.house.permission_rows import CARE_ROWS, ROWS
from wijkwerk.testing_cast import Town

LogIn = Callable[..., Client]
Cells = dict[tuple[str, str], str]


def read(table: str) -> Cells:
    """(name, method) -> letters, `x`, `all` or `in`."""
    cells = {}
    for line in table.strip().splitlines():
        name, get, post = line.split()
        cells[name, "GET"], cells[name, "POST"] = get, post
    return cells


def expected(cell: str, letter: str) -> bool:
    words = {"all": EVERYBODY, "in": EVERYBODY.replace("V", ""), "-": "", "x": ""}
    return letter in words.get(cell, cell)


CELLS, CARE_CELLS = read(ROWS), read(CARE_ROWS)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted({name for name, _ in CELLS}) == all_names()


def test_there_are_more_than_a_thousand_cells() -> None:
    assert (len(CELLS) + len(CARE_CELLS)) * len(PARTS) >= 1000


def right(cell: str, letter: str) -> tuple[str, ...]:
    """What a cell allows as an answer. Who is not logged in may be sent to the login page instead of refused."""
    if cell == "x":
        return ("405", "404", "login")
    return ("yes",) if expected(cell, letter) else ("404", "405", "login")


def wrong(cells: Cells, things: Things, client: Client, letter: str) -> list[str]:
    """Each cell that is not as stated, in words."""
    found = []
    for (name, method), cell in cells.items():
        said = ask(client, method, things, name)
        if said not in right(cell, letter):
            found.append(f"{method} {name}: {PARTS[letter]} got {said}, stated is {cell}")
    return found


@pytest.mark.page
@pytest.mark.django_db
@pytest.mark.parametrize("letter", PARTS)
def test_each_part_of_the_cast_reaches_what_is_stated_and_nothing_else(
    town: Town, log_in: LogIn, letter: str
) -> None:
    things = things_of(town)
    client = Client() if letter == "V" else log_in(PARTS[letter])
    assert wrong(CELLS, things, client, letter) == []


@pytest.mark.page
@pytest.mark.django_db
@pytest.mark.parametrize("letter", PARTS)
def test_care_is_reached_by_the_care_line_only(town: Town, log_in: LogIn, letter: str) -> None:
    things = things_of(town, care=True)
    client = Client() if letter == "V" else log_in(PARTS[letter])
    assert wrong(CARE_CELLS, things, client, letter) == []
