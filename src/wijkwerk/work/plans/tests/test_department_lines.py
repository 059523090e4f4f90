"""A department keeps its plan of a year with lines and money: make it, add, read from a file, end (O30)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import department_plans as verbs
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.line_file import NewLine, Wrong, read_amount, read_lines
from wijkwerk.work.plans.models import DepartmentLine, DepartmentPlan, Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import ALL, put


def _by(town: Town, roles=cast.DECIDES):
    return {"by": town.people["traffic"], "roles": roles, "now": NOW}


@pytest.mark.parametrize("roles", [cast.NOBODY, cast.ASKS])
def test_only_who_works_there_keeps_the_plan(town: Town, roles):
    """An area manager or a stranger makes no plan, adds no line, reads no file and ends nothing."""
    plan = cast.plan_of(town)
    line = cast.line_of(town, plan)
    new = NewLine("9", "Nieuw")
    for work in (
        lambda: verbs.make_department_plan(
            team=town.teams["verkeer"], year=2029, title="x", **_by(town, roles)
        ),
        lambda: verbs.add_line(plan=plan, new=new, **_by(town, roles)),
        lambda: verbs.import_lines(plan=plan, new=[new], **_by(town, roles)),
        lambda: verbs.end_line(line=line, **_by(town, roles)),
    ):
        with pytest.raises(Refused):
            work()
    assert DepartmentPlan.objects.count() == 1
    assert list(DepartmentLine.objects.values_list("code", "ended_at")) == [("2.1.04", None)]


def test_a_plan_is_made_once_a_year_by_a_department(town: Town):
    """A second plan of the same year, a team without a plan, and a year far away are refused."""
    cast.plan_of(town)
    for team, year in (("verkeer", 2028), ("meldpunt", 2028), ("verkeer", 2099), ("verkeer", 1990)):
        with pytest.raises(Refused):
            cast.plan_of(town, team, year)
    assert DepartmentPlan.objects.count() == 1


def test_a_code_stands_once_and_signs_nobody_types_are_refused(town: Town):
    """Two lines with one code, a control sign, negative money and a citizen service number are refused."""
    plan = cast.plan_of(town)
    cast.line_of(town, plan)
    for code, title, amount in (
        ("2.1.04", "Nog een", None),
        ("3\x00", "Nul", None),
        ("4", "Om\u202egekeerd", None),
        ("5", "Min", Decimal(-1)),
        ("6", "Voor 111222333", None),
        (" ", "Leeg", None),
    ):
        with pytest.raises(Refused):
            verbs.add_line(plan=plan, new=NewLine(code, title, amount), **_by(town))
    assert DepartmentLine.objects.count() == 1


def test_a_line_with_wishes_does_not_end(town: Town, agenda: Plan):
    """What was promised on a line keeps it; when the wish was opened again the line can stop, once."""
    from wijkwerk.work.plans.actions import matching  # noqa: PLC0415

    match = cast.bring(town, cast.ask(town, put(town, agenda)), "included")
    line = DepartmentLine.objects.get()
    with pytest.raises(Refused, match="wensen op deze regel"):
        verbs.end_line(line=line, **_by(town))
    matching.open_again(match=match, text="Toch niet.", **_by(town))
    verbs.end_line(line=line, **_by(town))
    with pytest.raises(Refused):
        verbs.end_line(line=line, **_by(town))
    assert DepartmentLine.objects.get().ended_at == NOW


def test_a_line_whose_wish_fell_out_can_end(town: Town, agenda: Plan):
    """An item that was dropped asks for nothing any more."""
    item = put(town, agenda)
    cast.bring(town, cast.ask(town, item), "included")
    items.drop(item=item, why="Te duur.", by=town.people["owner"], roles=ALL, now=NOW)
    verbs.end_line(line=DepartmentLine.objects.get(), **_by(town))
    assert DepartmentLine.objects.get().ended_at == NOW


def test_a_file_adds_and_changes_lines(town: Town):
    """New codes are added, a known code gets its new words and amount, the same line again changes nothing."""
    plan = cast.plan_of(town)
    cast.line_of(town, plan)
    text = "code;titel;bedrag\n2.1.04;Veilige straten;120.000,50\n2.2;Groen;\n'=3;Som;€ 5\n"
    read = read_lines(text.encode())
    assert read.errors == ()
    assert verbs.import_lines(plan=plan, new=read.lines, **_by(town)) == (2, 1)
    assert verbs.import_lines(plan=plan, new=read.lines, **_by(town)) == (0, 0)
    found = dict(DepartmentLine.objects.values_list("code", "amount"))
    assert found == {"2.1.04": Decimal("120000.50"), "2.2": None, "=3": Decimal(5)}


def test_a_file_is_read_whole_or_not_at_all(town: Town):
    """When one line cannot be kept, nothing of the file is."""
    plan = cast.plan_of(town)
    ended = cast.line_of(town, plan)
    verbs.end_line(line=ended, **_by(town))
    with pytest.raises(Refused, match="gestopt"):
        verbs.import_lines(plan=plan, new=[NewLine("1", "Een"), NewLine("2.1.04", "Twee")], **_by(town))
    assert DepartmentLine.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "niets in het bestand"),
        (b"1;a\n\n;leeg;3\n2\n3;b;c;d\n", "Regel 3: de code is leeg."),
        (b"1;a\n1;b\n", "Regel 2: code 1 staat er twee keer."),
        (b"1;a;1e9\n", "Regel 1: dit bedrag kunnen wij niet lezen"),
        (b"1;a;-5\n", "bedrag"),
        (b"1;a;NaN\n", "bedrag"),
        (b"1;a;99999999999\n", "bedrag"),
        ("1;a;١٢٣\n".encode(), "bedrag"),
        (b"1;a\x00b\n", "teken"),
        (b"1;" + b"x" * 201 + b"\n", "langer dan 200"),
        (b"x" * 21 + b";a\n", "langer dan 20 tekens"),
        (b"1;Voor 111222333\n", "burgerservicenummer"),
        (b'1;"nooit dicht\n', "niet lezen"),
        (b"\n".join(b"%d;a" % n for n in range(501)), "meer dan 500"),
        (b"\n".join(b"%d" % n for n in range(100)), "En nog 80 regels"),
        (b"x" * 200_001, "te groot"),
    ],
)
def test_a_hostile_file_says_what_is_wrong_with_each_line(content, said):
    """Nothing is guessed: the line number and the fault are said, and there are no lines."""
    read = read_lines(content)
    assert read.lines == ()
    assert any(said in error for error in read.errors), read.errors
    assert len(read.errors) <= 21


def test_windows_signs_are_read():
    """A file as Excel saves it in the Netherlands keeps its accents."""
    assert read_lines("1;Caf\xe9".encode("cp1252")).lines == (NewLine("1", "Café"),)


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(content):
    """Any bytes give lines or errors, never both and never an exception."""
    read = read_lines(content)
    assert bool(read.lines) != bool(read.errors)


@given(st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2))
def test_an_amount_reads_as_it_was_written(amount):
    """Dutch with and without points, and as programs write it, give the same amount; an oracle is the number itself."""
    whole, cents = f"{amount:.2f}".split(".")
    points = f"{int(whole):,}".replace(",", ".")
    for text in (
        f"{whole},{cents}",
        f"{points},{cents}",
        f"€ {points},{cents}",
        f"{whole}.{cents}",
        f"{points},{cents} euro",
    ):
        assert read_amount(text) == amount


@given(st.text(max_size=12))
def test_what_is_no_amount_is_said(text):
    """Any text is an amount not below nought, nothing, or refused."""
    try:
        found = read_amount(text)
    except Wrong:
        return
    assert found is None or found >= 0
