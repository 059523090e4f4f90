"""What was not made public stands on no page about plans that a stranger can open: seeded words, every page (D4, D8)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Answer, Asker, Contact, Promise
from wijkwerk.work.plans.actions import items, writing
from wijkwerk.work.plans.models import ANSWERS, Plan, PlanItem
from wijkwerk.work.plans.public import urls as public
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.trace import urls as trace
from wijkwerk.work.signals.actions import publishing
from wijkwerk.work.signals.actions.care import make_care
from wijkwerk.work.signals.actions.handling import note
from wijkwerk.work.signals.models import Signal

OWNER = frozenset({"owner_team", "area_manager", "staff"})
SECRET = "GEHEIM"
FORMS = ("csv", "xlsx", "pdf")


def wish(town: Town, **more) -> Signal:
    """A signal with a mark in every word that its reporter gave."""
    asker = NewAsker(Contact.EMAIL, f"{SECRET}naam", f"{SECRET.lower()}@example.org")
    given = {"text": f"{SECRET}tekst over mij", "title": f"{SECRET}titel", "askers": (asker,)}
    return town.signal(**given | more)


def pages(town: Town) -> list[str]:
    """Every address of plans that a stranger may open, for every plan, version, item, signal and promise there is."""
    found = [
        "/plannen/",
        "/plannen/?stand=in-de-maak",
        "/plannen/?stand=voorbij",
        *(f"/plannen/samen/?jaar=alle&wat=alles&stand={stand}" for stand in ("", "dropped", "proposed")),
        "/plannen/samen/prioriteiten.csv?jaar=alle&wat=alles",
        *(f"/gebied/{area.code}/" for area in town.areas.values()),
        f"/zoek/?q={SECRET}",
        "/zoek/?q=drempel",
    ]
    for plan in Plan.objects.select_related("subject"):
        found += [f"/plannen/{plan.subject.code}/", f"/herkomst/{plan.subject.code}/"]
        found += [f"/plannen/{plan.subject.code}/versie/{number}/" for number in range(1, plan.version + 1)]
    for model, start in (
        (PlanItem, "punten"),
        (PlanItem, "herkomst"),
        (Signal, "herkomst"),
        (Promise, "herkomst"),
    ):
        found += [f"/{start}/{row.subject.code}/" for row in model.objects.select_related("subject")]
    return found


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code in (200, 302, 404), url
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode().replace(f"{SECRET}", "", 2) if "q=" in url else content.decode()


def read_all(client: Client, town: Town) -> dict[str, str]:
    return {url: body(client, url) for url in pages(town)}


def assert_clean(client: Client, town: Town, *codes: str) -> None:
    for url, text in read_all(client, town).items():
        assert SECRET not in text, url
        assert SECRET.lower() not in text, url
        for code in codes:
            assert code not in text, url


@pytest.fixture
def secret(town: Town) -> dict[str, Signal]:
    """An adopted agenda with one published and one unpublished wish in it, every private field marked."""
    agenda = begin(town)
    first, second = wish(town), wish(town)
    item = choose(town, put(town, agenda, first))
    items.link_signal(item=item, signal=second, by=town.people["owner"], roles=ALL, now=NOW)
    adopt(town, agenda)
    first.refresh_from_db()
    words = publishing.PublicWords("Hard rijden bij de school", "Lindelaan", "Wij doen iets", "Een drempel")
    publishing.show(signal=first, words=words, by=town.people["traffic"], now=NOW)
    for signal in (first, second):
        note(signal=signal, text=f"{SECRET}notitie", by=town.people["traffic"], roles=OWNER, now=NOW)
    Signal.objects.update(words=f"{SECRET}plek")
    Answer.objects.update(text=f"{SECRET}brief", what=f"{SECRET}wat")
    Promise.objects.update(what=f"{SECRET}belofte", explanation=f"{SECRET}uitleg")
    PlanItem.objects.filter(pk=item.pk).update(owner_person=town.people["traffic"])
    type(town.people["traffic"]).objects.filter(pk=town.people["traffic"].pk).update(
        name=f"{SECRET}ambtenaar"
    )
    return {"published": first, "not": second}


def test_every_public_address_of_plans_is_in_the_list(town: Town, secret):
    named = {url.partition("?")[0].strip("/").partition("/")[0] for url in pages(town)}
    starts = {str(each.pattern).partition("/")[0] for each in (*public.urlpatterns, *trace.urlpatterns)}
    assert starts - {"bureau"} <= named


def test_no_word_of_a_reporter_and_no_code_of_an_unpublished_signal_is_on_any_page(
    client, town: Town, secret
):
    item = PlanItem.objects.get()
    text = body(client, f"/punten/{item.subject.code}/")
    assert "Hard rijden bij de school" in text
    assert "Een melding van een bewoner" in text
    assert "Verkeer" in text
    assert_clean(client, town, secret["not"].subject.code)


def test_an_unpublished_signal_has_no_trace_of_its_own(client, town: Town, secret):
    assert client.get(f"/herkomst/{secret['not'].subject.code}/").status_code == 404
    assert client.get(f"/herkomst/{secret['published'].subject.code}/").status_code == 200
    for promise in Promise.objects.select_related("asked__signal"):
        shows = promise.asked.signal.published_at is not None
        assert client.get(f"/herkomst/{promise.subject.code}/").status_code == (200 if shows else 404)


def test_who_may_see_the_signal_reads_its_code_and_who_may_not_does_not(town: Town, secret, log_in):
    item, code = PlanItem.objects.get(), secret["not"].subject.code
    assert code in body(log_in("owner"), f"/punten/{item.subject.code}/")
    assert code not in body(log_in("elsewhere"), f"/punten/{item.subject.code}/")
    assert SECRET not in body(log_in("elsewhere"), f"/punten/{item.subject.code}/").replace(
        f"{SECRET}ambtenaar", ""
    )


def test_files_hold_no_word_of_a_reporter(client, town: Town, secret):
    for form in FORMS:
        answer = client.get(f"/plannen/samen/prioriteiten.{form}?jaar=alle&wat=alles")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert SECRET.encode() not in content, form


def test_drafts_are_on_no_page(client, town: Town, secret):
    draft = begin(town, title=f"{SECRET}plan")
    part = draft.parts.get(key="jaar")
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    writing.write_part(plan=draft, key="jaar", text=f"{SECRET}deel", seen=part.changed_at, **by)
    given = {name: f"{SECRET}{name}" for name in ("title", "text", "money_from", "indicator", "target")}
    low = put(town, draft, **given)
    vision = begin(town, "visie", title="Visie voor Noord")
    high = choose(town, put(town, vision, kind="priority", title="Buiten spelen"))
    items.serve(item=low, serves=high, **by)
    adopt(town, vision)
    # In a plan that holds: what is only proposed, and what is said of where it came from.
    agenda = PlanItem.objects.exclude(plan__in=[draft, vision]).get().plan
    put(town, agenda, title=f"{SECRET}voorstel", origin_words=f"{SECRET}mevrouw")
    chosen = put(town, agenda, title="Een bank", origin_words=f"{SECRET}mevrouw")
    choose(town, chosen)
    writing.revise(plan=agenda, **by)
    part = agenda.parts.get(key="jaar")
    writing.write_part(plan=agenda, key="jaar", text=f"{SECRET}later", seen=part.changed_at, **by)
    assert_clean(client, town, secret["not"].subject.code)


@pytest.mark.parametrize("step", ["linked", "adopted", "published", "kept"])
def test_care_leaves_every_page_as_if_the_signal_had_never_been(client, town: Town, step):
    agenda = begin(town)
    item = choose(town, put(town, agenda, due_until=date(2027, 6, 30)))
    signal = wish(town)
    if step != "linked":
        adopt(town, agenda)
    before: dict[str, str] | None = read_all_plans(client, town)
    items.link_signal(item=item, signal=signal, by=town.people["owner"], roles=ALL, now=NOW)
    signal.refresh_from_db()
    if step in ("published", "kept"):
        words = publishing.PublicWords("Openbaar", "Lindelaan", "Ja", "Een drempel")
        publishing.show(signal=signal, words=words, by=town.people["traffic"], now=NOW)
    assert read_all_plans(client, town) != before or step == "linked"
    if step == "kept":
        items.finish(item=item, how="Klaar.", by=town.people["owner"], roles=ALL, now=NOW)
        before = None
    signal.refresh_from_db()
    make_care(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    assert not item.subject.links_out.filter(kind=ANSWERS).exists()
    after = read_all_plans(client, town)
    assert all(SECRET not in text and signal.subject.code not in text for text in after.values())
    assert before is None or after == before
    assert client.get(f"/herkomst/{signal.subject.code}/").status_code == 404


def read_all_plans(client: Client, town: Town) -> dict[str, str]:
    return {url: text for url, text in read_all(client, town).items() if not url.startswith("/herkomst/")}


# --- the asker's own page ---------------------------------------------------------------------------------------


def trace_page(client: Client, signal: Signal) -> str:
    asker = Asker.objects.filter(subject=signal.subject).earliest("asked_at")
    return client.get(reverse("signals:trace", args=[link_token(asker)])).content.decode()


def test_the_asker_reads_in_which_plan_the_wish_stands(client, town: Town, agenda):
    signal = town.signal()
    item = choose(town, put(town, agenda, signal))
    assert 'aria-labelledby="plan"' not in trace_page(client, signal)
    adopt(town, agenda)
    text = trace_page(client, signal)
    assert 'aria-labelledby="plan"' in text
    for words in ("Een drempel in de Lindelaan", "Agenda van Noord", "Afgesproken", "In het tweede kwartaal"):
        assert words in text, words
    assert f'href="/punten/{item.subject.code}/"' in text
    items.drop(item=item, why="Er ligt een leiding.", by=town.people["owner"], roles=ALL, now=NOW)
    assert "Er ligt een leiding." in trace_page(client, signal)


def test_the_asker_of_a_signal_about_care_reads_no_plan(client, town: Town, agenda):
    signal = town.signal()
    choose(town, put(town, agenda, signal))
    adopt(town, agenda)
    signal.refresh_from_db()
    make_care(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    assert "Agenda van Noord" not in trace_page(client, signal)
