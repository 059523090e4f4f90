"""Which signals an item answers: chosen from what one may see, said in the history of both, and taken away again."""

import pytest

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.ground.subjects.models import Link
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.actions.linking import BEING_WRITTEN
from wijkwerk.work.plans.tests.conftest import ALL, adopt, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, said, url
from wijkwerk.work.signals.actions import care, merging
from wijkwerk.work.signals.actions.publishing import PublicWords, show

OWNERS = frozenset({"owner_team"})


def test_it_works_by_code_and_from_the_list(town, agenda, log_in):
    item = put(town, agenda)
    one, two = town.signal(title="Een kuil in de weg"), town.signal(title="Te hard rijden")
    client = log_in("owner")
    page = page_of(client, "link_signal", item)
    assert "Een kuil in de weg" in page
    assert "Te hard rijden" in page
    for signal in (one, two):
        assert client.post(url("link_signal", item), {"code": signal.subject.code}).status_code == 302
    assert Link.objects.filter(source=item.subject, kind="answers").count() == 2
    page = page_of(client, "item_work", item)
    assert "Een kuil in de weg" in page
    assert "Te hard rijden" in page
    assert "Een kuil in de weg" not in page_of(client, "link_signal", item)


def test_one_finds_open_signals_of_the_area_by_words(town, agenda, log_in):
    item = put(town, agenda)
    town.signal(title="Een kuil", text="Er zit een kuil in de stoep.")
    town.signal(title="Te hard", text="Er wordt te hard gereden.")
    town.signal(title="Kuil elders", text="Ook een kuil.", place=town.place("Havenbuurt"))
    page = log_in("owner").get(url("link_signal", item), {"q": "kuil"}).content.decode()
    assert "Een kuil" in page
    assert "Te hard" not in page
    assert "Kuil elders" not in page


def test_care_and_what_one_does_not_see_is_neither_listed_nor_found(town, agenda, log_in):
    item = put(town, agenda)
    hidden = [
        town.signal(care=True, by=town.people["carer"], title="Zorg"),
        town.signal(place=town.place("Havenbuurt"), title="Zuid"),
    ]
    client = log_in("owner")
    page = page_of(client, "link_signal", item)
    for signal in hidden:
        assert signal.subject.code not in page
        answer = client.post(url("link_signal", item), {"code": signal.subject.code})
        assert answer.status_code == 422
        assert "Wij vinden geen melding" in said(answer)
    assert not Link.objects.exists()


def test_the_signal_says_in_which_plan_it_stands_and_names_none_before_everybody_may_read_it(
    town, agenda, log_in
):
    signal, later = town.signal(), town.signal()
    item = put(town, agenda, signal)
    adopt(town, agenda)
    items.link_signal(item=item, signal=later, by=town.people["owner"], roles=ALL, now=NOW)
    texts = dict(Detail.objects.filter(line__verb="planned").values_list("subject", "text"))
    assert (texts[signal.pk], texts[later.pk]) == ({"plan": BEING_WRITTEN}, {"plan": agenda.title})


def test_taken_away_it_says_so_and_the_origin_stays(town, agenda, log_in):
    origin, extra = town.signal(), town.signal()
    item = put(town, agenda, origin)
    client = log_in("owner")
    client.post(url("link_signal", item), {"code": extra.subject.code})
    assert client.post(url("unlink_signal", item, extra.subject.code)).status_code == 302
    assert Line.objects.filter(subject=extra.pk, verb="unplanned").count() == 1
    answer = client.post(url("unlink_signal", item, origin.subject.code))
    assert answer.status_code == 422
    assert "Hier komt dit punt vandaan" in said(answer)


def test_what_was_promised_through_it_is_first_taken_back_wherever_the_signal_went(town, agenda):
    signal, whole, largest = town.signal(), town.signal(), town.signal()
    item = choose(town, put(town, agenda))
    by = {"by": town.people["owner"], "now": NOW}
    items.link_signal(item=item, signal=signal, roles=ALL, **by)
    for source, into in ((signal, whole), (whole, largest)):
        merging.merge(signal=source, into=into, roles=OWNERS, **by)
    adopt(town, agenda)
    largest.refresh_from_db()
    assert largest.has_promise
    with pytest.raises(Refused, match="Trek eerst die belofte in"):
        items.unlink_signal(item=item, signal=signal, roles=ALL, **by)


def test_of_a_promised_item_it_is_a_yes_at_once_and_the_page_warns(town, agenda, log_in, letters):
    item = choose(town, put(town, agenda))
    adopt(town, agenda)
    signal = town.signal()
    client = log_in("traffic")
    assert "krijgt meteen bericht" in page_of(client, "link_signal", item)
    client.post(url("link_signal", item), {"code": signal.subject.code})
    assert letters(signal) == ["receipt", "answer_yes"]


def test_when_it_turns_out_to_be_care_no_line_or_page_of_the_item_names_it(town, agenda, log_in):
    signal = town.signal(title="Mevrouw de Wit")
    item = put(town, agenda, signal)
    care.make_care(signal=signal, by=town.people["owner"], roles=OWNERS, now=NOW)
    assert not Link.objects.filter(target=signal.subject).exists()
    assert all(signal.subject.code not in str(each.text) for each in Detail.objects.filter(subject=item.pk))
    page = page_of(log_in("owner"), "item_work", item)
    assert signal.subject.code not in page
    assert "de Wit" not in page


def test_linked_twice_counts_once(town, agenda):
    item, signal = put(town, agenda), town.signal()
    for _ in range(2):
        items.link_signal(item=item, signal=signal, by=town.people["owner"], roles=ALL, now=NOW)
    assert Link.objects.count() == 1
    assert Line.objects.filter(verb="planned").count() == 1


def test_who_may_not_answer_a_signal_gives_it_no_yes_by_way_of_an_item(town, agenda, log_in, letters):
    """An adopted item says yes at once. Of another team, in another area, also what everybody can read stays out."""
    item = choose(town, put(town, agenda))
    adopt(town, agenda)
    signal = town.signal(place=town.place("Havenbuurt"), theme="groen")
    words = PublicWords("Een boom", "Havenbuurt", "", "")
    show(signal=signal, words=words, by=town.people["elsewhere"], now=NOW)
    answer = log_in("traffic").post(url("link_signal", item), {"code": signal.subject.code})
    assert answer.status_code == 422
    assert "Wij vinden geen melding" in said(answer)
    assert letters(signal) == ["receipt"]
