"""The board: columns by state, priorities before tasks, per stream, with its bounds; each step is a button or a link (I29)."""

import pytest

from wijkwerk.testing_cast import NOW
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.desk.board import bounds_words
from wijkwerk.work.plans.steps import kind_of
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, url


def column(page: str, key: str) -> str:
    return page.split(f'id="{key}"')[1].split("</section>")[0]


def test_it_works_with_each_item_in_the_column_of_its_state(town, agenda, log_in):
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    made = [put(town, agenda, title=f"Punt {number}.") for number in range(5)]
    for item in made[1:4]:
        choose(town, item)
    items.start(item=made[2], **by)
    items.finish(item=made[3], how="Het ligt er.", **by)
    items.drop(item=made[4], why="Geen geld.", **by)
    page = page_of(log_in("owner"), "board", agenda)
    for key, number in (("voorstel", 0), ("gekozen", 1), ("bezig", 2), ("af", 3), ("af", 4)):
        assert f"Punt {number}." in column(page, key)
    assert "Geen geld." in column(page, "af")
    assert "2 van" not in page
    assert "3 van hoogstens 30 taken" in page


def test_what_is_open_of_a_chosen_item_is_shown(town, agenda, log_in):
    choose(town, put(town, agenda, due_until=None))
    page = column(page_of(log_in("owner"), "board", agenda), "gekozen")
    for words in ("geen persoon", "geen datum", "geen geld", "nog te bepalen"):
        assert words in page


@pytest.mark.parametrize(
    ("number", "words", "fits"),
    [(1, "1 van 2–10 prioriteiten", False), (2, "2 van 2–10 prioriteiten", True), (10, "10 van 2–10 prioriteiten", True),
     (11, "11 van 2–10 prioriteiten", False)],
)  # fmt: skip
def test_the_bounds_are_said_with_whether_it_fits(town, number, words, fits):
    plan = begin(town, "programma")
    assert bounds_words(kind_of(plan), {"priority": number, "task": 0, "all": number}) == [(words, fits)]


def test_an_action_list_shows_its_streams_and_one_of_them(town, log_in):
    plan = begin(town, "actielijst")
    put(town, plan, title="Uit het plan.", stream="plan")
    put(town, plan, title="Moet nu.", stream="nu")
    client = log_in("owner")
    page = page_of(client, "board", plan)
    assert "Taken: Uit een plan" in page
    assert "Taken: Moet nu" in page
    page = client.get(url("board", plan) + "?stroom=nu").content.decode()
    assert "Moet nu." in column(page, "voorstel")
    assert "Uit het plan." not in column(page, "voorstel")


def test_up_and_down_change_places_within_the_same_list(town, agenda, log_in):
    first, second = put(town, agenda, title="Eerste."), put(town, agenda, title="Tweede.")
    put(town, agenda, title="Prioriteit.", kind="priority")
    client = log_in("owner")
    answer = client.post(url("move_item", second), {"naar": "omhoog"})
    assert answer["Location"].endswith(f"#punt-{second.subject.code}")
    page = column(page_of(client, "board", agenda), "voorstel")
    assert page.index("Tweede.") < page.index("Eerste.")
    client.post(url("move_item", first), {"naar": "omhoog"})
    page = column(page_of(client, "board", agenda), "voorstel")
    assert page.index("Eerste.") < page.index("Tweede.")


def test_the_first_has_no_up_and_the_last_no_down(town, agenda, log_in):
    put(town, agenda, title="Eerste.")
    put(town, agenda, title="Tweede.")
    page = column(page_of(log_in("owner"), "board", agenda), "voorstel")
    assert page.count("Omhoog<") == page.count("Omlaag<") == 1


def test_who_only_reads_has_no_button_and_no_line(town, agenda, log_in):
    put(town, agenda)
    page = page_of(log_in("elsewhere"), "board", agenda)
    assert "formaction" not in page
    assert 'id="nieuw"' not in page


def test_in_an_adopted_plan_choosing_is_a_page_and_no_button(town, agenda, log_in):
    adopt(town, agenda)
    item = put(town, agenda)
    page = page_of(log_in("owner"), "board", agenda)
    assert f'href="{url("choose", item)}"' in page
    assert f'formaction="{url("choose", item)}"' not in page


def test_the_same_button_pressed_twice_counts_once(town, agenda, log_in):
    item = put(town, agenda)
    client = log_in("owner")
    for _ in range(2):
        assert client.post(url("choose", item), {"van": "bord", "once": "d" * 32}).status_code == 302
    item.refresh_from_db()
    assert item.state == "chosen"
