"""What an item helps along always stands higher, so that no row of links leads back to where it began."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.planning import has_cycle
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.tests.conftest import ALL, begin, put
from wijkwerk.work.plans.tests.desk_cast import page_of, url


def test_it_works_by_choosing_and_is_undone(town, agenda, log_in):
    above = put(town, begin(town, "visie"), kind="priority", title="Veilig naar school")
    item = put(town, agenda)
    client = log_in("owner")
    assert "Veilig naar school" in page_of(client, "serve", item)
    client.post(url("serve", item), {"code": above.subject.code})
    assert Link.objects.get(kind="serves").target == above.subject
    assert "Veilig naar school" in page_of(client, "item_work", item)
    assert client.post(url("serve_no_more", item, above.subject.code)).status_code == 302
    assert not Link.objects.filter(kind="serves").exists()


def test_one_chooses_among_higher_items_around_the_area_only(town, agenda, log_in):
    put(town, begin(town, "visie", area=town.areas["Zuid"]), kind="priority", title="Van Zuid")
    put(town, begin(town, "visie", area=None), kind="priority", title="Van de hele gemeente")
    put(town, agenda, kind="priority", title="Prioriteit hier")
    item = put(town, agenda, title="De taak")
    page = page_of(log_in("owner"), "serve", item)
    assert "Van de hele gemeente" in page
    assert "Prioriteit hier" in page
    assert "Van Zuid" not in page


def test_what_is_not_higher_is_refused(town, agenda, log_in):
    item, other = put(town, agenda), put(town, agenda, title="Nog een taak")
    with pytest.raises(Refused):
        items.serve(item=item, serves=other, by=town.people["owner"], roles=ALL, now=NOW)
    assert log_in("owner").post(url("serve", item), {"code": other.subject.code}).status_code == 422


def test_the_origin_in_a_vision_stays(town, agenda, log_in):
    above = put(town, begin(town, "visie"), kind="priority")
    item = put(town, agenda, origin="vision", origin_subject=above.subject, origin_words="")
    assert log_in("owner").post(url("serve_no_more", item, above.subject.code)).status_code == 422


@given(pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_one_tries_to_link_there_is_no_circle(town, pairs):
    Link.objects.all().delete()
    plans = [begin(town, kind) for kind in ("visie", "programma", "agenda")]
    made = [put(town, plan, kind=kind) for plan in plans for kind in ("priority", "task")]
    for source, target in pairs:
        try:
            items.serve(item=made[source], serves=made[target], by=town.people["owner"], roles=ALL, now=NOW)
        except Refused:
            continue
    assert not has_cycle(Link.objects.filter(kind="serves").values_list("source", "target"))
