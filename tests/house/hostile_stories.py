"""Hostile texts, and a town in which every text that a person can fill in holds one (RELIABILITY 19)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from html.parser import HTMLParser
from typing import Any, Final

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.people.models import Deputy, Organisation, Role, Team, User
from wijkwerk.ground.people.sections import Teams
from wijkwerk.ground.people.teams import sync_teams
from wijkwerk.ground.subjects import holding
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.testing_cast import NOW, SINCE, TODAY, Town
from wijkwerk.work.answers import actions as answering
from wijkwerk.work.answers import data_requests
from wijkwerk.work.answers.actions import NewAnswer, NewCondition
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, AskerRole, Condition, Contact, Promise
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, publishing
from wijkwerk.work.signals.actions.classifying import NewClass, classify
from wijkwerk.work.signals.actions.escalating import escalate
from wijkwerk.work.signals.actions.marking import NewLook, look_broadly, mark_more
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Handover, Signal

DO: Final = "window.__hit=1"
OWNER: Final = frozenset({"owner_team"})
ASKER: Final = frozenset({"asker"})
# Links of our own to other sites.
LEAD_AWAY: Final = (
    "https://autoriteitpersoonsgegevens.nl/", "https://www.digitoegankelijk.nl/", "https://www.nationaleombudsman.nl/",
)  # fmt: skip
HARMLESS: Final = "Heel gewone woorden"

PAYLOADS: Final = (
    # Elements that run or load something.
    f"<script>{DO}</script>", f"<ScRiPt >{DO}</sCrIpT >", f"<scr<script>ipt>{DO}</scr</script>ipt>",
    "<script src=/static/wijkwerk/dist/site.js></script>", f"<script/src=data:,{DO}></script>",
    f"<svg><script>{DO}</script></svg>", f"<svg/onload={DO}>", f"<svg><animate onbegin={DO} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{DO}><text y=9>x</text></a></svg>", f"<img src=x onerror={DO}>",
    f"<img/src/onerror={DO}>", f"<img src=`x`onerror={DO}>", f"<math><mtext><img src=x onerror={DO}></mtext></math>",
    f"<body onload={DO}>", "<iframe src=javascript:parent.__hit=1></iframe>",
    "<iframe srcdoc='<script>parent.__hit=1</script>'></iframe>", f"<object data=javascript:{DO}></object>",
    f"<embed src=javascript:{DO}>", f"<details open ontoggle={DO}>x", f"<input autofocus onfocus={DO}>",
    f"<select autofocus onfocus={DO}></select>", f"<video><source onerror={DO}></video>",
    f"<audio src=x onerror={DO}>", f"<marquee onstart={DO}>x</marquee>",
    f"<form action=javascript:{DO}><button>x</button></form>", "<base href=//elders.example/>",
    f'<meta http-equiv=refresh content="0;url=javascript:{DO}">', "<link rel=stylesheet href=//elders.example/x.css>",
    "<style>*{background:url(//elders.example/x)}</style>", "<p style=color:red>rood</p>", "<plaintext>", "<!--",
    f'<noscript><p title="</noscript><img src=x onerror={DO}>">', f"<template><script>{DO}</script></template>",
    # Out of the place where the text stands.
    f'"><script>{DO}</script>', f"'><img src=x onerror={DO}>", f"</textarea><script>{DO}</script>",
    f"</title><script>{DO}</script>", f"</style></script><script>{DO}</script>", f"--><script>{DO}</script>",
    f"]]><script>{DO}</script>", f'" onmouseover="{DO}', f"' onfocus='{DO}' autofocus='", f"` onload=`{DO}",
    f"x onpointerenter={DO} y", f'";{DO}//', f"';{DO}//", f"\\';{DO}//",
    # Links.
    f"<a href=javascript:{DO}>klik</a>", f"javascript:{DO}", f"JaVaScRiPt:{DO}//", f"java\tscript:{DO}",
    f"[klik](javascript:{DO})", "data:text/html,<script>parent.__hit=1</script>",
    # Templates, formats and our own places to fill in.
    "{{ 7|add:7 }}{{ settings.SECRET_KEY }}", "{% load static %}{% debug %}", '{# x #}{% include "403.html" %}',
    "${7*7}#{7*7}<%= 7*7 %>", "{trace_link}", "{municipality}{code}{0}{answer.__class__}", "%s%n%x%(name)s%00",
    "{}{0.__class__.__mro__}",
    # Signs that mean something after one more reading.
    f"&lt;script&gt;{DO}&lt;/script&gt;", f"&#60;img src=x onerror={DO}&#62;", f"\\u003cscript\\u003e{DO}",
    f"\uff1cscript\uff1e{DO}\uff1c/script\uff1e", "%3Cscript%3Ewindow.__hit=1%3C/script%3E",
    "\u202e>tpircs<\u202c rechts naar links", "regel\u2028window.__hit=1\u2029", "\ufeff\u200b\u2060onzichtbaar\u200d",
    "Z\u0351\u036b\u0343a\u0363\u0345l\u035cg\u0321o\u0321 \U0001f468\u200d\U0001f469\u200d\U0001f467", "\x1b[31mrood\x07",
    # Mail, tables, files and databases.
    "x\r\nBcc: dief@elders.example\r\n\r\n<script>x</script>", "x\nSubject: anders\nX-Dief: ja",
    "=?utf-8?b?PHNjcmlwdD4=?=", '=HYPERLINK("http://elders.example","x")', "+1+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|x!A0",
    "-2+3", "\uff1d1+1", "../../../../etc/passwd", "'; DROP TABLE signals_signal;--", "W" * 110,
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """A signal in which every text is `text`, with what points at it."""

    text: str
    turn: int
    signal: Signal
    token: str
    joined: str


# The names of queries that pages read.
QUERIES: Final = [
    "q",
    "na",
    "lijst",
    "thema",
    "team",
    "gebied",
    "staat",
    "stand",
    "lon",
    "lat",
    "theme",
    "niveau",
    "v",
]


def tell_story(town: Town, text: str, turn: int) -> Story:
    """A signal that lives through a no, a reopening and a yes-if, every word of it `text`.

    `turn` decides how it ends: a promise that is open, kept or withdrawn, or a handover that was sent back.
    """
    by, team = town.people["traffic"], town.teams["verkeer"]
    signal = actions.take(signal=_reported(town, text), by=by, roles=OWNER, now=NOW)
    actions.note(signal=signal, text=text, by=by, roles=OWNER, now=NOW)
    _handed_over_and_back(town, signal, text)
    _looked_at(signal, text, by)
    _asked_and_replied(town, signal, text)
    no = NewAnswer("no", team, text=text, reason=text, can_do=text)
    signal = actions.answer(signal=signal, new=no, by=by, roles=OWNER, now=NOW)
    later = NOW + timedelta(minutes=1)
    signal = actions.reopen(signal=signal, why=text, by=None, roles=ASKER, now=later)
    condition = NewCondition(_short(text), "budget", _short(text), team, TODAY)
    yes = NewAnswer("yes_if", team, text=text, what=_short(text), due_until=TODAY, conditions=(condition,))
    signal = actions.answer(signal=signal, new=yes, by=by, roles=OWNER, now=later)
    words = publishing.PublicWords(*(_short(text) for _ in range(4)))
    signal = publishing.show(signal=signal, words=words, by=by, now=NOW)
    neighbour = NewAsker(Contact.PHONE, _short(text), "0612345678", AskerRole.JOINED)
    joined = actions.join(signal=signal, who=neighbour, now=NOW)
    asking.message(signal=signal, text=text, asker=joined, by=None, now=NOW, via="web")
    _promised(signal, text, by, turn)
    signal.refresh_from_db()
    reporter = Asker.objects.filter(subject=signal.subject, contact=Contact.POST).get()
    _about_own_data(town, signal, reporter, text)
    return Story(text, turn, signal, link_token(reporter), link_token(joined))


def _about_own_data(town: Town, signal: Signal, asker: Asker, text: str) -> None:
    """A request that waits, one that was refused, and a hold: each with the text."""
    keeper, by, asked = town.people["keeper"], town.people["traffic"], asked_of(signal)
    no = data_requests.ask(asked=asked, asker=asker, wish="erase", text=text, now=NOW)
    data_requests.refuse(asked=asked, request=no, why=text, by=by, now=NOW)
    data_requests.ask(asked=asked, asker=asker, wish="correct", text=text, now=NOW)
    here = {"municipality": town.municipality, "subject": signal.subject}
    holding.hold(**here, why=text, by=keeper, now=NOW)


def tell_all(town: Town, texts: Iterable[str]) -> Story:
    """One signal in whose long texts all the texts stand together."""
    by, together = town.people["traffic"], "\n".join(texts)
    asker = NewAsker(Contact.POST, HARMLESS, together[:400])
    signal = town.signal(text=together, title=HARMLESS, askers=(asker,))
    actions.note(signal=signal, text=together, by=by, roles=OWNER, now=NOW)
    no = NewAnswer("no", town.teams["verkeer"], text=together, reason=together, can_do=together)
    signal = actions.answer(signal=signal, new=no, by=by, roles=OWNER, now=NOW)
    words = publishing.PublicWords(HARMLESS, HARMLESS, together)
    signal = publishing.show(signal=signal, words=words, by=by, now=NOW)
    token = link_token(Asker.objects.get(subject=signal.subject))
    return Story(together, 0, signal, token, token)


def _short(text: str) -> str:
    """As much as the smallest column holds."""
    return text[:120]


def _reported(town: Town, text: str) -> Signal:
    askers = (
        NewAsker(Contact.EMAIL, _short(text), "melder@example.org"),
        NewAsker(Contact.POST, _short(text), text),
    )
    place = replace(town.place(), words=text)
    signal = town.signal(text=text, title=_short(text), askers=askers, place=place)
    Attachment.objects.create(
        municipality=town.municipality, subject=signal.subject, state="ready", stored="a/none.jpg", width=4, height=4,
        uploaded_at=NOW, public_at=NOW, alt=text,
    )  # fmt: skip
    return signal


def _handed_over_and_back(town: Town, signal: Signal, text: str) -> None:
    given = actions.give(
        signal=signal, to_team=town.teams["wijkbeheer"], to_person=None, why=text, by=town.people["traffic"],
        roles=OWNER, now=NOW,
    )  # fmt: skip
    actions.bounce(handover=given, why=text, by=town.people["member"], now=NOW)


def _asked_and_replied(town: Town, signal: Signal, text: str) -> None:
    asking.ask(signal=signal, question=text, by=town.people["traffic"], roles=OWNER, now=NOW)
    asker = Asker.objects.get(subject=signal.subject, contact=Contact.POST)
    asking.reply(signal=signal, text=text, asker=asker, by=None, roles=ASKER, now=NOW, via="web")


def _looked_at(signal: Signal, text: str, by: User) -> None:
    """More is going on, somebody looked broadly, it was placed anew, and asked higher up."""
    mark_more(signal=signal, why=text, by=by, roles=OWNER, now=NOW)
    look_broadly(signal=signal, look=NewLook(text, text, text, text), by=by, roles=OWNER, now=NOW)
    new = NewClass(theme=signal.theme, kind=signal.kind, title=_short(text))
    classify(signal=signal, new=new, by=by, roles=OWNER, now=NOW, route_again=False)
    given = escalate(signal=signal, why=text, by=by, roles=OWNER, now=NOW)
    actions.bounce(handover=given, why=text, by=by, now=NOW)


def _promised(signal: Signal, text: str, by: User, turn: int) -> None:
    asked = asked_of(signal)
    condition = Condition.objects.get(answer__subject=signal.subject)
    answering.settle_condition(asked=asked, condition=condition, met=True, why=text, by=by, now=NOW)
    promise = Promise.objects.get(asked=signal.subject)
    answering.shift_promise(
        asked=asked,
        promise=promise,
        due_until=TODAY - timedelta(days=2),
        precision="day",
        why=text,
        by=by,
        now=NOW,
    )
    answering.tell_late(asked=asked, promise=promise, now=NOW)
    team = (
        Team.objects.filter(municipality=signal.municipality_id, name=text[:120]).first()
        or promise.owner_team
    )
    Promise.objects.filter(pk=promise.pk).update(public_what=_short(text), owner_team=team)
    if turn % 4 == 1:
        answering.keep_promise(asked=asked, promise=promise, how=text, by=by, now=NOW)
    if turn % 4 == 2:
        answering.withdraw_promise(asked=asked, promise=promise, why=text, by=by, now=NOW)
    if turn % 4 == 3:
        team = Team.objects.get(municipality=signal.municipality_id, key="wijkbeheer")
        Handover.objects.create(
            municipality=signal.municipality, signal=signal, from_team=signal.owner_team, to_team=team, why=text,
            asked_by=by, asked_at=NOW,
        )  # fmt: skip


def name_people(town: Town, texts: Iterable[str]) -> list[User]:
    """Colleagues whose name, function, telephone and days are a text; partners with such a name."""
    found = []
    for number, text in enumerate(texts):
        user = User.objects.create_user(f"n{number}@example.org", name=_short(text))
        Role.objects.create(
            municipality=town.municipality, user=user, kind="official", team=town.teams["groen"], since=SINCE,
            title=text[:80], phone=text[:30], days=text[:80],
        )  # fmt: skip
        Organisation.objects.create(municipality=town.municipality, name=_short(text), kind="partner")
        Deputy.objects.create(
            municipality=town.municipality, person=town.people["owner"], deputy=user, since=TODAY, until=TODAY
        )
        found.append(user)
    return found


def name_things(town: Town, texts: Iterable[str]) -> list[str]:
    """Put the texts in the settings document wherever a text may stand. Returns those that it accepts."""
    raw = documents.current(town.municipality).raw
    given = list(texts)
    bad = {text for text in given if any(sign in text for sign in "\r\n\x07")}
    accepted = [text for text in given if text not in bad]
    full = _with(raw, accepted)
    assert all(documents.validate({**raw, "words": _with(raw, [text])["words"]}) for text in bad)
    documents.put(municipality=town.municipality, document=full, by=None, now=NOW, why=accepted[0])
    sync_teams(
        municipality=town.municipality, teams=documents.current(town.municipality).part(Teams), now=NOW
    )
    return accepted


def _with(raw: dict[str, Any], texts: list[str]) -> dict[str, Any]:
    """The document with a theme, a team, a line of the role cards and so on for each text."""
    new: dict[str, Any] = {**raw}
    new["themes"] = raw["themes"] + [
        {"key": f"thema{number}", "label": text, "hint": text} for number, text in enumerate(texts)
    ]
    new["teams"] = raw["teams"] + [
        {"key": f"team{number}", "name": text, "kind": "department"} for number, text in enumerate(texts)
    ]
    new["kinds"] = [{**raw["kinds"][0], "label": texts[0], "hint": texts[0]}, *raw["kinds"][1:]]
    new["roles"] = [{**card, "does": texts, "does_not": texts} for card in raw["roles"]]
    new["contact"] = {**raw["contact"], "hours": texts[0], "desk": texts}
    new["words"] = {**raw["words"], "promise": {"one": texts[0], "many": texts[-1], "article": "de"}}
    new["ladder"] = [
        {"key": f"trede{number}", "label": text, "area_manager": True} for number, text in enumerate(texts)
    ]
    new["broad"] = {**raw["broad"], "domains": texts}
    rows = [
        {"key": f"k{number}", "what": text, "why": text, "instead": text} for number, text in enumerate(texts)
    ]
    new["accessibility"] = {
        **raw["accessibility"], "status": "D", "stated_on": "2026-01-01", "text": texts[0], "shortcomings": rows,
    }  # fmt: skip
    new["privacy"] = {
        **raw["privacy"],
        "text": "\n".join(texts)[:2000],
        "officer": texts[0],
        "controller": texts[-1],
    }
    new["formal"] = [{**each, "label": texts[0], "to": texts[-1]} for each in raw["formal"]]
    body = "\n".join([*(text for text in texts if not set("{}") & set(text)), "{title} {place} {trace_link}"])
    new["letters"] = {**raw["letters"], "receipt": {"title": f"{texts[0]} {{title}}", "body": body[-6000:]}}
    return new


class Page(HTMLParser):
    """What a browser makes of a page: its elements in order, its text, and every value of an attribute."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.values: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":  # a text of several lines has them
            self.texts.append(" ")
        else:
            # An input may be empty: whether it has a value says nothing.
            self.elements.append((tag, tuple(sorted(name for name, _ in attrs if name != "value"))))
        for name, value in attrs:
            self.values.append(value or "")
            if name in ("href", "src", "action", "formaction", "xlink:href", "data", "srcdoc", "poster"):
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @cached_property
    def text(self) -> str:
        """All that can be read, with one space for every white space."""
        return plain("".join(self.texts))

    def faults(self) -> list[str]:
        """What no page of ours has: handlers, inline style, and links that run or lead elsewhere."""
        found = [f"{tag} {name}" for tag, names in self.elements for name in names if name.startswith("on")]
        found += [f"{tag} style" for tag, names in self.elements if "style" in names or tag == "style"]
        strange = re.compile(r"^[\s\x00-\x20]*((?!tel:|mailto:)[a-z][a-z0-9+.\-\s]*:|//|\\\\)", re.IGNORECASE)
        return found + [
            f"link {each}" for each in self.links if strange.match(each) and each not in LEAD_AWAY
        ]


def plain(text: str) -> str:
    """One space for every white space, as in a browser."""
    return re.sub(r"\s+", " ", text).strip()


def fields(source: str) -> list[str]:
    """The names of the fields of a page in which one types."""
    names = {part.split('"')[0] for part in source.split(' name="')[1:]}
    return [name for name in names if name not in ("once", "csrfmiddlewaretoken", "viewport", "robots")]
