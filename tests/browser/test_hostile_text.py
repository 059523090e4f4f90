"""Hostile texts in a real browser: nothing runs, with the strict policy and without it, and the policy has nothing to report.

The texts and the town are those of `tests/house/hostile_stories.py`.
"""

from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.urls import reverse, set_script_prefix

from tests.browser.visit import Street
from tests.house.hostile_stories import PAYLOADS, Story, name_people, name_things, plain, tell_all, tell_story
from wijkwerk.ground.people.models import Role
from wijkwerk.testing_cast import SINCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Before anything of the page: whatever runs, asks or reports is written down.
LISTEN: Final = """
window.__hit = 0; window.__said = [];
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => { window.__said.push(name); };
document.addEventListener("securitypolicyviolation", event => window.__said.push(
  `policy ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
POKE: Final = """() => {
  for (const node of document.querySelectorAll("*")) {
    for (const name of ["mouseover", "pointerenter", "focus"]) node.dispatchEvent(new Event(name, {bubbles: true}));
  }
  for (const node of document.querySelectorAll("details")) node.open = true;
}"""
HEARD: Final = """() => ({hit: window.__hit, said: window.__said, base: document.baseURI, here: location.href,
  frames: window.frames.length, text: document.documentElement.textContent,
  values: [...document.querySelectorAll("input,textarea,option,img")].map(node => node.value || node.alt || "")})"""


@dataclass
class Hostile:
    """The street with hostile stories, and the addresses of its pages."""

    street: Street
    stories: list[Story]
    whole: Story
    lists: list[str]


@pytest.fixture(scope="module")
def hostile(street: Street, django_db_blocker: Any) -> Hostile:
    """Every text hostile: a signal for each, and one in whose long texts they all stand together."""
    town = street.town
    with django_db_blocker.unblock():
        set_script_prefix("/")
        accepted = name_things(town, PAYLOADS)
        name_people(town, PAYLOADS[:40])
        stories = [tell_story(town, text, turn) for turn, text in enumerate(PAYLOADS)]
        for kind, team in (("admin", None), ("team_member", "meldpunt")):
            Role.objects.create(
                municipality=town.municipality, user=town.people["traffic"], kind=kind, since=SINCE,
                team=town.teams[team] if team else None,
            )  # fmt: skip
        assert len(accepted) > 50
        whole = tell_all(town, PAYLOADS)
    return Hostile(street, stories, whole, together(street))


def together(street: Street) -> list[str]:
    """Pages on which many of the texts stand."""
    names = (
        "pages:home", "pages:areas", "pages:promises", "pages:search", "signals:report", "signals:near", "signals:desk",
        "signals:list", "signals:promise_list", "signals:letters", "signals:enter", "people:people", "people:invite",
        "people:organisations", "people:absence", "blueprints:roles", "blueprints:overview", "blueprints:history",
        "blueprints:themas", "blueprints:teams", "blueprints:contact", "blueprints:woorden", "blueprints:letters",
    )  # fmt: skip
    found = [reverse(name) for name in names]
    found += [reverse("pages:area", args=[area.code]) for area in street.town.areas.values()]
    found += [f"{reverse('signals:list')}?lijst={which}" for which in ("alles", "beloofd", "mijn")]
    found += [f"{reverse('signals:promise_list')}?staat={state}" for state in ("late", "kept", "withdrawn")]
    found += [f"{reverse('pages:promises')}?stand={state}" for state in ("te-laat", "nagekomen")]
    found += [
        f"{reverse('signals:near')}?lon=5.325&lat=52.775",
        reverse("blueprints:letter", args=["receipt"]),
    ]
    found += [reverse("people:person", args=[street.town.people["owner"].pk])]
    return found


def look(visit: Any, address: str) -> dict[str, Any]:
    """Open a page, point at everything in it, and tell what it heard."""
    visit.page.goto(f"{visit.site}{address}")
    visit.page.evaluate(POKE)
    heard: dict[str, Any] = visit.page.evaluate(HEARD)
    return heard


def faults(heard: dict[str, Any], address: str, site: str) -> list[str]:
    """What happened on a page that should not."""
    found = [f"{address}: {each}" for each in heard["said"]]
    found += [f"{address}: something ran"] if heard["hit"] else []
    found += [f"{address}: has a frame"] if heard["frames"] else []
    found += [f"{address}: led to {heard['here']}"] if not heard["here"].startswith(site) else []
    return found + ([f"{address}: base is {heard['base']}"] if not heard["base"].startswith(site) else [])


def opened(hostile: Hostile, part: str, **options: Any) -> tuple[Any, list[str]]:
    """A visitor that listens, and the list in which dialogs are written."""
    visit, dialogs = hostile.street.visit(part, **options), []
    visit.page.context.add_init_script(LISTEN)

    def asked(dialog: Any) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    visit.page.on("dialog", asked)
    return visit, dialogs


def of_story(story: Story) -> list[str]:
    """The pages of one signal: for staff, for the reporter, and for everybody."""
    code = story.signal.subject.code
    return [
        reverse("signals:detail", args=[code]),
        reverse("signals:trace", args=[story.token]),
        reverse("signals:shown", args=[code]),
    ]


@pytest.mark.parametrize("bypass", [False, True], ids=["with the policy", "without the policy"])
def test_nothing_runs_on_a_page_with_every_text(hostile, bypass):
    visit, dialogs = opened(hostile, "traffic", bypass_csp=bypass)
    wrong, seen = [], 0
    for address in hostile.lists:
        heard = look(visit, address)
        wrong += faults(heard, address, visit.site)
        everything = plain(" ".join([heard["text"], *heard["values"]]))
        seen += sum(plain(text) in everything for text in PAYLOADS)
    assert (wrong, dialogs) == ([], [])
    assert seen > 8 * len(PAYLOADS)


@pytest.mark.parametrize("bypass", [False, True], ids=["with the policy", "without the policy"])
def test_nothing_runs_on_the_pages_of_a_signal(hostile, bypass):
    """All texts on each page, in the long texts; and each by itself, in every text, on one of the pages in turn."""
    visit, dialogs = opened(hostile, "traffic", bypass_csp=bypass)
    wrong = []
    looked = [(address, hostile.whole) for address in of_story(hostile.whole)]
    looked += [(of_story(story)[(story.turn + bypass) % 3], story) for story in hostile.stories]
    for address, story in looked:
        heard = look(visit, address)
        wrong += faults(heard, address, visit.site)
        missing = [text for text in story.text.split("\n") if plain(text) not in plain(heard["text"])]
        wrong += [f"{address}: does not show {text!r}" for text in missing]
    assert (wrong, dialogs) == ([], [])


def test_a_hostile_text_in_a_form_comes_back_as_text(hostile):
    visit, dialogs = opened(hostile, "visitor", bypass_csp=True)
    text = " ".join(each for each in PAYLOADS if "<" in each or "on" in each)[:3900]
    wrong = []
    for turn in range(3):
        visit.go(reverse("signals:report"))
        visit.page.get_by_label("Wat wilt u vertellen?").fill(text[turn * 1000 :])
        visit.send("Volgende stap")
        visit.page.evaluate(POKE)
        heard = visit.page.evaluate(HEARD)
        wrong += faults(heard, "report", visit.site)
        assert any(plain(text[turn * 1000 :]) in plain(value) for value in heard["values"])
    for text in PAYLOADS[::8]:
        visit.page.goto(f"{visit.site}{reverse('pages:search')}")
        visit.page.locator("main input[name=q]").fill(text)
        with visit.page.expect_navigation():  # else one may look while the page is still coming in
            visit.page.locator("main form button").first.click()
        wrong += faults(visit.page.evaluate(HEARD), f"search {text}", visit.site)
    assert (wrong, dialogs) == ([], [])


def test_the_browser_would_have_noticed(hostile):
    """Without this the tests above could pass because nothing listens."""
    loose, dialogs = opened(hostile, "visitor", bypass_csp=True)
    heard = look(loose, "/")
    assert faults(heard, "/", loose.site) == []
    put = "text => { document.querySelector('main').innerHTML = text }"
    loose.page.evaluate(put, "<img src=x onerror=window.__hit=1>")
    loose.page.wait_for_function("window.__hit === 1")
    strict, _ = opened(hostile, "visitor")
    look(strict, "/")
    strict.page.evaluate(put, "<img src=x onerror=window.__hit=1>")
    strict.page.wait_for_function("window.__said.some(said => said.startsWith('policy'))")
    assert (strict.page.evaluate("window.__hit"), dialogs) == (0, [])
