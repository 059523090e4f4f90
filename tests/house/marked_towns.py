"""Towns in which every text bears the mark of its own municipality."""

from datetime import timedelta
from typing import Final

from django.db import models

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.models import Area, AreaVersion, Division, Street
from wijkwerk.ground.people.models import Organisation, Team, User
from wijkwerk.ground.people.sections import Teams
from wijkwerk.ground.people.teams import sync_teams
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, NewCondition
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import publishing

OWNER: Final = frozenset({"owner_team"})


def mark(town: Town, code: str) -> None:
    """Put the mark of this municipality in every text that a page could show."""
    here, word = town.municipality, f"MERK{code}"
    Area.objects.filter(municipality=here).update(
        name=models.functions.Concat("name", models.Value(f" {word}"))
    )
    AreaVersion.objects.filter(municipality=here).update(name=f"Gebied {word}")
    Street.objects.filter(municipality=here).update(name=f"Lindelaan {word}")
    Division.objects.filter(municipality=here).update(stamp=models.F("stamp") + 1)
    for user in User.objects.filter(pk__in=[person.pk for person in town.people.values()]):
        User.objects.filter(pk=user.pk).update(name=f"{user.name} {word}")
    mark_settings(town, word)
    Organisation.objects.filter(municipality=here).update(name=f"Gemeente {word}")
    stories(town, word)


def mark_settings(town: Town, word: str) -> None:
    """A second version of the settings with the mark in themes, teams, contact and letters."""
    raw = documents.current(town.municipality).raw
    raw["themes"] = [{**theme, "label": f"{theme['label']} {word}"} for theme in raw["themes"]]
    raw["teams"] = [{**team, "name": f"{team['name']} {word}"} for team in raw["teams"]]
    raw["contact"] = {**raw["contact"], "hours": f"altijd {word}"}
    raw["letters"]["receipt"] = {**raw["letters"]["receipt"], "title": f"Dank u {word}"}
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why=f"omdat {word}")
    sync_teams(
        municipality=town.municipality, teams=documents.current(town.municipality).part(Teams), now=NOW
    )
    town.teams.update({team.key: team for team in Team.objects.filter(municipality=town.municipality)})


def stories(town: Town, word: str) -> None:
    """One signal of each kind of answer, with the mark in every word of it, and one that waits."""
    team, by = town.teams["verkeer"], town.people["traffic"]
    condition = NewCondition(f"{word} geld", "budget", f"{word} nodig", team, TODAY)
    for kind in ("yes", "yes_if", "no", ""):
        askers = (
            NewAsker(Contact.EMAIL, f"Fatima {word}", f"{word.lower()}@example.org"),
            NewAsker(Contact.POST, f"Piet {word}", f"Straat 1 {word}"),
        )
        signal = town.signal(text=f"{word} tekst", title=f"{word} titel", askers=askers)
        actions.note(signal=signal, text=f"{word} notitie", by=by, roles=OWNER, now=NOW)
        if kind:
            new = NewAnswer(
                kind, team, text=f"{word} uitleg", what="" if kind == "no" else f"{word} drempel",
                due_until=None if kind == "no" else TODAY - timedelta(days=1),
                reason=f"{word} reden" if kind == "no" else "",
                conditions=(condition,) if kind == "yes_if" else (),
            )  # fmt: skip
            signal = actions.answer(signal=signal, new=new, by=by, roles=OWNER, now=NOW)
        words = publishing.PublicWords(
            f"{word} openbaar", f"{word} plek", f"{word} antwoord", f"{word} belofte"
        )
        publishing.show(signal=signal, words=words, by=by, now=NOW)
        if not kind:
            actions.give(
                signal=signal, to_team=town.teams["groen"], to_person=None, why=f"{word} waarom", by=by, roles=OWNER,
                now=NOW,
            )  # fmt: skip
