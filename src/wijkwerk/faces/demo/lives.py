"""One story of the demo as a life: each step is an action of a room, taken at its own moment by somebody of the cast."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from wijkwerk.faces.demo import sayings
from wijkwerk.faces.demo import stories as told
from wijkwerk.faces.demo.staffing import Staff
from wijkwerk.faces.demo.stories import Story
from wijkwerk.ground.areas.models import Area, Municipality, Street
from wijkwerk.ground.people.models import Team, User
from wijkwerk.rules import workflow
from wijkwerk.work.answers.actions import (
    NewAnswer,
    NewCondition,
    keep_promise,
    settle_condition,
    shift_promise,
)
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Condition, ConditionState, Contact, Promise, PromiseState
from wijkwerk.work.signals import actions, intake
from wijkwerk.work.signals.actions import care, publishing
from wijkwerk.work.signals.models import Handover, Signal, Via
from wijkwerk.work.signals.places import Place, place_at, place_of

Step = tuple[datetime, Callable[[datetime], None]]
OWNER = frozenset({workflow.OWNER_TEAM})
STAFF = frozenset({workflow.STAFF})
ASKER = frozenset({workflow.ASKER})
MINUTES = timedelta(minutes=1)
DAYS = timedelta(days=1)
BY_STAFF = {Via.PHONE, Via.COUNTER, Via.MAIL}
TALKED_OVER = {"verkeer", "veiligheid", "wonen"}
OPEN_ENDED = {"taken", "yes_if_open", "reopened"}
OUTDOORS = {Via.WALK, Via.MEETING}


@dataclass(frozen=True)
class Casting:
    """Who is in this story: the team of its area, an account that tells it (or None), and its number for variety."""

    area_team: Team
    account: User | None
    number: int
    waits: str = ""  # not "": handed to the area manager, who has not confirmed yet; the reason


class Life:
    """The signal of one story while it is lived."""

    def __init__(
        self, story: Story, municipality: Municipality, staff: Staff, casting: Casting, now: datetime
    ) -> None:
        self.story = story
        self.municipality = municipality
        self.staff = staff
        self.casting = casting
        self.now = now
        self.rng = Random(f"life/{story.key}")  # noqa: S311 a story, not a secret
        self.signal = Signal()
        self.handover: Handover | None = None

    def steps(self) -> Iterator[Step]:
        """All steps in order, each with its moment."""
        story = self.story
        yield story.reported_at, self.report
        if self.casting.waits:
            yield min(story.reported_at + 95 * MINUTES, self.now), self.offer
        if story.taken_at:
            if self._to_area():
                yield story.reported_at + (story.taken_at - story.reported_at) / 3, self.offer
            yield story.taken_at, self.take
        for note in story.notes:
            yield note.at, self._note(note)
        yield from self._joins()
        for answer in story.answers:
            yield from self._answer_steps(answer)
        if story.reopened_at:
            yield story.reopened_at, self.reopen
        if story.care and story.taken_at:
            yield from self._care_steps(story.taken_at)

    def _care_steps(self, taken: datetime) -> Iterator[Step]:
        """What the care line says and does, in words that tell nothing about anybody."""
        until = (taken + 21 * DAYS).date()
        promise = told.Promise(sayings.CARE_WHAT, until, "day")
        answer = told.Answer("yes", taken + 2 * DAYS, sayings.CARE_ANSWER, promise=promise)
        if answer.at < self.now:
            yield answer.at, self._answer(answer)
        if answer.at + 9 * DAYS < self.now:
            yield answer.at + 9 * DAYS, self.keep

    def _answer_steps(self, answer: told.Answer) -> Iterator[Step]:
        yield answer.at, self._answer(answer)
        if answer.condition and answer.condition.settled_at:
            yield answer.condition.settled_at, self._settle(answer.condition)
        promise = answer.promise
        if promise and promise.shift:
            yield promise.shift.at, self._shift(promise.shift)
        if promise and promise.kept_at:
            yield promise.kept_at, self.keep

    def _joins(self) -> Iterator[Step]:
        """Neighbours join while it is public and open: after it was taken, before the last answer is settled."""
        story = self.story
        if not story.public_title or not story.taken_at:
            return
        last = story.answers[-1].at if story.answers else self.now
        room = max(last - story.taken_at, timedelta(hours=3))
        for _ in range(story.joined):
            yield min(story.taken_at + room * self.rng.uniform(0.05, 0.95), self.now), self.join

    # the steps, each by an action of a room

    def report(self, now: datetime) -> None:
        story = self.story
        by = self._writer()
        new = intake.NewSignal(
            theme=story.theme,
            kind=story.kind,
            text=story.text,
            title=story.title,
            place=self._place(),
            via=story.channel,
            # What somebody tells about care on the telephone is written down as care at once.
            care=story.care and by is not None,
            askers=(self._asker(),),
        )
        self.signal = intake.report(municipality=self.municipality, new=new, by=by, now=now)

    def _place(self) -> Place:
        """Somebody who tells it to the staff names a street; at a meeting it is about the whole buurt."""
        story = self.story
        if story.channel == Via.MEETING and not story.place:
            area = Area.objects.get(municipality=self.municipality, code=story.area)
            return place_of(self.municipality, area_path=area.path)
        if story.channel in BY_STAFF and not story.place:
            rows = Street.objects.select_related("area").filter(
                municipality=self.municipality, name=story.street
            )
            return place_at(rows.get(area__code=story.area), story.street)
        words = story.place or story.street
        return place_of(self.municipality, lon=story.lon, lat=story.lat, words=words)

    def offer(self, now: datetime) -> None:
        """The team that has it asks the team of the area to take it over."""
        owner = self.signal.owner_team
        why = self.casting.waits or sayings.pick(sayings.GIVEN, self.rng)
        if owner.pk == self.casting.area_team.pk:
            return
        self.handover = actions.give(
            signal=self.signal, to_team=self.casting.area_team, to_person=None, why=why,
            by=self.staff.member(owner), roles=OWNER, now=now,
        )  # fmt: skip

    def take(self, now: datetime) -> None:
        """Somebody takes it: confirms the handover, or takes it as one of the team; care goes to the care line first."""
        if self.story.care:
            self._to_care(now)
        if self.handover:
            by = self.staff.member(self.handover.to_team)
            self.signal = actions.confirm(handover=self.handover, by=by, now=now)
        else:
            self.signal = actions.take(signal=self.signal, by=self._person(), roles=OWNER, now=now)
        if not self.story.answers:
            self._show(now)

    def _to_care(self, now: datetime) -> None:
        if self.signal.visibility != "care":
            by = self._person()
            self.signal = care.make_care(signal=self.signal, by=by, roles=OWNER, now=now)

    def _note(self, note: told.Note) -> Callable[[datetime], None]:
        def write(now: datetime) -> None:
            actions.note(signal=self.signal, text=note.text, by=self._person(), roles=STAFF, now=now)

        return write

    def join(self, now: datetime) -> None:
        if self.signal.published_at is None:
            self._show(now)
        actions.join(signal=self.signal, who=sayings.neighbour(self.rng), now=now)

    def _answer(self, answer: told.Answer) -> Callable[[datetime], None]:
        def give(now: datetime) -> None:
            new = _new_answer(answer, self.signal.owner_team)
            self.signal = actions.answer(signal=self.signal, new=new, by=self._person(), roles=OWNER, now=now)
            self._show(now, answer)

        return give

    def _settle(self, condition: told.Condition) -> Callable[[datetime], None]:
        def settle(now: datetime) -> None:
            row = Condition.objects.get(answer__subject=self.signal.subject_id, state=ConditionState.OPEN)
            met = condition.outcome == "met"
            why = sayings.OUTCOMES[condition.kind, condition.outcome]
            asked = intake.asked_of(self.signal)
            settle_condition(asked=asked, condition=row, met=met, why=why, by=self._person(), now=now)
            if met:
                self._show(now, self.story.answers[0])

        return settle

    def _shift(self, shift: told.Shift) -> Callable[[datetime], None]:
        def move(now: datetime) -> None:
            asked = intake.asked_of(self.signal)
            shift_promise(
                asked=asked, promise=self._promise(), due_until=shift.new_due, precision="day", why=shift.why,
                by=self._person(), now=now,
            )  # fmt: skip

        return move

    def keep(self, now: datetime) -> None:
        how = sayings.pick(sayings.KEPT, self.rng)
        asked = intake.asked_of(self.signal)
        keep_promise(asked=asked, promise=self._promise(), how=how, by=self._person(), now=now)

    def reopen(self, now: datetime) -> None:
        self.signal = actions.reopen(
            signal=self.signal, why=self.story.reopened_text, by=None, roles=ASKER, now=now
        )

    def _show(self, now: datetime, answer: told.Answer | None = None) -> None:
        """Publish in the words of staff; nothing where the story stays inside."""
        story = self.story
        if not story.public_title:
            return
        what = answer.promise.what if answer and answer.promise else ""
        words = publishing.PublicWords(
            story.public_title, story.place or story.street, answer.text if answer else "", what
        )
        self.signal = publishing.show(signal=self.signal, words=words, by=self._person(), now=now)

    # who

    def _writer(self) -> User | None:
        """Who of the staff wrote it down; None for what a resident sent in."""
        if self.story.channel in BY_STAFF:
            return self.staff.users["mila"]
        return self.staff.member(self.casting.area_team) if self.story.channel in OUTDOORS else None

    def _asker(self) -> NewAsker:
        asker, account = self.story.asker, self.casting.account
        if account:
            return NewAsker(Contact.EMAIL, account.name, account.email, user=account)
        if asker.email:
            return NewAsker(Contact.EMAIL, asker.first_name, asker.email)
        if asker.first_name:
            return NewAsker(Contact.PHONE, asker.first_name, sayings.phone(self.rng))
        return NewAsker()

    def _to_area(self) -> bool:
        """What belongs to no team, and open worries that need a talk with the street, are for the area manager."""
        story = self.story
        worry = story.kind == "worry" and story.theme in TALKED_OVER and story.course in OPEN_ENDED
        return not story.care and (story.theme == "overig" or worry)

    def _person(self) -> User:
        """Who has it; before that somebody of the team that owns it."""
        signal = self.signal
        return signal.owner_person or self.staff.member(signal.owner_team, self.casting.number)

    def _promise(self) -> Promise:
        return Promise.objects.get(asked=self.signal.subject_id, state=PromiseState.OPEN)


def _new_answer(answer: told.Answer, team: Team) -> NewAnswer:
    promise, condition = answer.promise, answer.condition
    conditions = [condition] if condition else []
    return NewAnswer(
        kind=answer.kind,
        owner_team=team,
        # The letter of a no says the reason and what is possible by itself.
        text="" if answer.kind == "no" else answer.text,
        what=promise.what if promise else "",
        due_until=promise.due_until if promise else None,
        precision=promise.precision if promise else "day",
        reason=answer.reason,
        can_do=answer.can_do,
        conditions=tuple(
            NewCondition(each.what, each.kind, each.needed, team, each.expected) for each in conditions
        ),
    )
