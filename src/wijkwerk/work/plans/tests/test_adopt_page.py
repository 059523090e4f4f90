"""The page to adopt says what it does before it does it: who hears yes, who later and why, and what stands in the way (I29)."""

from datetime import date, timedelta

from django.utils import timezone

from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Contact
from wijkwerk.work.plans.actions import writing
from wijkwerk.work.plans.models import PlanVersion
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import page_of, said, url
from wijkwerk.work.plans.tests.rounds_cast import go_on, opened
from wijkwerk.work.signals.actions import asking, merging

OWNERS = frozenset({"owner_team"})
SENT = {"body": "het college", "where": "besluit 12"}


def decided(days: int = 0) -> dict[str, str]:
    return SENT | {"decided_on": f"{timezone.localdate() - timedelta(days=days):%d-%m-%Y}"}


def test_it_works_and_the_page_knew_who_would_hear_it(town, agenda, log_in, letters):
    told, silent, undated = (town.signal() for _ in range(3))
    nobody = NewAsker(Contact.NONE, "", "")
    quiet = town.signal(askers=(nobody,))
    waits = town.signal(title="Welke lantaarn")
    choose(town, put(town, agenda, told, title="Met datum"))
    put(town, agenda, silent, title="Niet gekozen")
    choose(town, put(town, agenda, undated, title="Zonder datum", due_until=None))
    choose(town, put(town, agenda, quiet, title="Wil niets horen"))
    choose(town, put(town, agenda, waits, title="Wacht"))
    asking.ask(signal=waits, question="Welke?", by=town.people["owner"], roles=OWNERS, now=NOW)
    client = log_in("owner")
    page = page_of(client, "adopt_plan", agenda)
    assert "<b>Eén mens</b> krijgt bericht" in page
    assert "er is nog geen datum" in page
    assert "wij wachten op een reactie van de melder" in page
    assert "het college van burgemeester en wethouders" in page
    assert client.post(url("adopt_plan", agenda), decided()).status_code == 302
    assert letters(told)[-1] == "answer_yes"
    assert [letters(each)[-1] for each in (silent, undated, waits)] == ["receipt", "receipt", "question"]
    version = PlanVersion.objects.get()
    assert (version.body, version.decision) == ("het college", "besluit 12")


def test_a_merged_signal_counts_the_people_of_where_it_went_once(town, agenda, log_in):
    source, target = town.signal(), town.signal()
    for signal in (source, target):
        choose(town, put(town, agenda, signal))
    merging.merge(signal=source, into=target, by=town.people["owner"], roles=OWNERS, now=NOW)
    page = page_of(log_in("owner"), "adopt_plan", agenda)
    assert "<b>2 mensen</b> krijgen bericht" in page
    assert "Dat gaat over één melding" in page


def test_who_does_not_see_a_signal_reads_no_code_of_it(town, log_in):
    plan = begin(town, "visie")
    signal = town.signal(title="Geheim")
    choose(town, put(town, plan, signal, kind="priority", due_until=None))
    page = page_of(log_in("owner"), "adopt_plan", plan)
    assert "Geheim" in page
    page = page_of(log_in("group"), "board", plan)
    assert signal.subject.code not in page
    item = plan.items.get()
    page = page_of(log_in("group"), "item_work", item)
    assert "Een melding die u niet ziet" in page
    assert signal.subject.code not in page
    assert "Geheim" not in page


def test_outside_the_bounds_it_says_so_and_adopts_nothing(town, log_in):
    plan = begin(town, "programma")
    choose(town, put(town, plan, kind="priority"))
    client = log_in("owner")
    page = page_of(client, "adopt_plan", plan)
    assert "Dit past nog niet" in page
    assert "minstens 2 nodig" in page
    answer = client.post(url("adopt_plan", plan), decided())
    assert answer.status_code == 422
    assert "minstens 2 nodig" in said(answer)
    assert not PlanVersion.objects.exists()


def test_a_day_to_come_is_refused_and_what_was_typed_stays(agenda, log_in):
    answer = log_in("owner").post(url("adopt_plan", agenda), decided(days=-2))
    assert answer.status_code == 422
    assert "besluit 12" in said(answer)


def test_the_plan_whose_place_it_takes_is_named(town, agenda, log_in):
    adopt(town, agenda)
    follower = begin(town, title="De volgende", replaces=agenda)
    page = page_of(log_in("owner"), "adopt_plan", follower)
    assert f"in de plaats van ‘{agenda.title}’" in page


def test_sent_twice_it_is_one_version(agenda, log_in):
    client = log_in("owner")
    for _ in range(2):
        client.post(url("adopt_plan", agenda), decided() | {"once": "c" * 32})
    assert PlanVersion.objects.count() == 1


def test_who_may_not_adopt_does_not_reach_the_page(agenda, log_in):
    assert log_in("traffic").post(url("adopt_plan", agenda), decided()).status_code == 404
    assert log_in("group").post(url("adopt_plan", agenda), decided()).status_code == 404


def test_other_days_are_read_in_words(town, agenda, log_in):
    adopt(town, agenda)
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW}
    writing.revise(plan=agenda, **by)
    writing.change_plan(plan=agenda, title=agenda.title, starts=agenda.starts, ends=date(2027, 11, 30), **by)
    page = page_of(log_in("owner"), "adopt_plan", agenda)
    assert "<ins>dinsdag 30 november 2027</ins>" in page or "<ins>30 november 2027</ins>" in page
    assert "2027-11-30" not in page


def test_while_a_round_runs_it_says_so_at_once_and_asks_nothing(town, agenda, log_in):
    """By the rule by which it would be refused; who sent it anyhow loses nothing."""
    round_ = opened(town, agenda)
    client = log_in("owner")
    page = page_of(client, "adopt_plan", agenda)
    assert "Over dit plan loopt nog een ronde." in page
    assert url("round_work", agenda) in page
    assert 'name="body"' not in page
    work = page_of(client, "work", agenda)
    assert url("adopt_plan", agenda) not in work
    assert "Er loopt nog een ronde." in work
    answer = client.post(url("adopt_plan", agenda), decided())
    assert answer.status_code == 422
    assert "besluit 12" in said(answer)
    go_on(town, round_, RoundStep.ADOPT)
    assert 'name="body"' in page_of(client, "adopt_plan", agenda)
    assert url("adopt_plan", agenda) in page_of(client, "work", agenda)
