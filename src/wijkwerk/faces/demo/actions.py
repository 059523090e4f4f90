"""Fill an empty database with Merwoude: through the actions of the rooms, each at its own moment in the past."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.actions import apply_blueprint
from wijkwerk.faces.demo import atlas, merwoude, post, sayings, stories
from wijkwerk.faces.demo import town as drawing
from wijkwerk.faces.demo.cast import cast
from wijkwerk.faces.demo.cycle import Cycle
from wijkwerk.faces.demo.lives import Casting, Life, Step
from wijkwerk.faces.demo.staffing import Staff, engage
from wijkwerk.faces.demo.stories import Story
from wijkwerk.faces.demo.today import fill_desks, propose_list
from wijkwerk.faces.demo.town import Town
from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.actions import import_collection
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Area, Backdrop, Municipality, Street
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.dutch_dates import HERE, local_day
from wijkwerk.ground.kit.output import Stop
from wijkwerk.work.signals import clocks
from wijkwerk.work.signals.sections import Terms

SEED = 1
Progress = Callable[[str, int, int | None], None]
BEFORE = timedelta(days=460)  # the municipality works this long already when the first story begins
MORNING = time(6, 0)
DAY = timedelta(days=1)
FATIMAS = 6  # stories that the resident of the cast told herself


def _silent(_what: str, _done: int, _total: int | None) -> None:
    """Progress that nobody hears."""


@transaction.atomic
def build(
    *, now: datetime, progress: Progress = _silent, seed: int = SEED, blueprint: str = reading.START
) -> Municipality:
    """Make Merwoude with its people and all that happened up to `now` (aware). The same `now` gives the same lives.

    One transaction: a build that stops half-way leaves nothing. Raises Stop where somebody works already, and
    reading.Unreadable for a blueprint that there is not.
    """
    if Municipality.objects.exists():
        raise Stop("There is a municipality in this database already, so the demo leaves it alone.")
    town = drawing.draw(seed)
    municipality = _ground(town, now - BEFORE, blueprint)
    districts = {area.name: area for area in areas.areas_at(municipality, "wijk")}
    staff = engage(municipality=municipality, cast=cast(), areas=districts, now=now - BEFORE)
    lives = _lives(stories.stories(now, town, seed), town, municipality, staff, now)
    cycle = Cycle(municipality, staff, districts, now)
    _live(lives, cycle, municipality, now, progress)
    fill_desks(municipality=municipality, staff=staff, now=now)
    propose_list(municipality=municipality, staff=staff, now=now)
    post.keep_newest(now=now)
    known.forget()
    return municipality


def _ground(town: Town, now: datetime, blueprint: str) -> Municipality:
    """Areas, map and way of working."""
    import_collection(collection=town.geojson(), division="wijken en buurten", year=atlas.YEAR, working=True)
    municipality = Municipality.objects.select_related("working_division").get(code=atlas.CODE)
    municipality.is_demo = True
    municipality.save(update_fields=["is_demo"])
    Backdrop.objects.create(municipality=municipality, features=town.backdrop())
    _streets(town, municipality)
    apply_blueprint(
        municipality=municipality, document=merwoude.document(town, cast(), blueprint), by=None, now=now,
        why="Merwoude begint met Wijkwerk.", origin="demo",
    )  # fmt: skip
    return municipality


def _streets(town: Town, municipality: Municipality) -> None:
    by_code = {area.code: area for area in Area.objects.filter(municipality=municipality)}
    # A long street runs through several buurten; whoever types its name means one street.
    spots: list[drawing.Street | drawing.Place] = [*town.streets, *town.places, *town.crossings]
    named = {(spot.name, spot.area): spot for spot in spots}
    Street.objects.bulk_create(
        [
            Street(
                municipality=municipality,
                name=spot.name,
                search=areas.searchable(spot.name),
                area=by_code[spot.area],
                lon=spot.lon,
                lat=spot.lat,
            )
            for spot in named.values()
        ]
    )


def _lives(
    told: list[Story], town: Town, municipality: Municipality, staff: Staff, now: datetime
) -> list[Life]:
    teams = {name: merwoude.team_key(team.key) for team in cast().teams for name in team.areas}
    names = {area.code: town.area(area.parent).name for area in town.areas if area.level == "buurt"}
    own, waiting = _by_fatima(told, names), _waiting(told, names)
    return [
        Life(
            story,
            municipality,
            staff,
            Casting(
                area_team=staff.teams[teams[names[story.area]]],
                account=staff.users["fatima"] if story.key in own else None,
                number=number,
                waits=waiting.get(story.key, ""),
            ),
            now,
        )
        for number, story in enumerate(told)
    ]


def _by_fatima(told: list[Story], names: dict[str, str]) -> set[str]:
    """The newest story of each course that somebody in Lindenhout sent in, and did not sign with another name."""
    newest: dict[str, str] = {}
    for story in told:
        signed = story.asker.first_name in story.text
        if names[story.area] == "Lindenhout" and story.channel == "web" and story.asker.email and not signed:
            newest[story.course] = story.key
    return set(list(newest.values())[-FATIMAS:])


def _waiting(told: list[Story], names: dict[str, str]) -> dict[str, str]:
    """Two new stories in the area of Noor that colleagues ask her to take over."""
    hers = cast().person("noor").areas
    new = [story for story in told if story.course == "new" and names[story.area] in hers]
    new.sort(key=lambda story: story.kind != "worry")
    return {story.key: why for story, why in zip(new, sayings.WAITS, strict=False)}


def _live(
    lives: list[Life], cycle: Cycle, municipality: Municipality, now: datetime, progress: Progress
) -> None:
    """All steps of all lives in the order of time, between them what the worker did on those days."""
    steps = [(at, number, place, step) for number, life in enumerate(lives)
             for place, (at, step) in enumerate(life.steps())]  # fmt: skip
    steps += [(at, -1, 0, step) for at, step in _clocks(lives, current(municipality).part(Terms)) if at < now]
    steps += [(at, -2, 0, step) for at, step in cycle.steps()]
    steps.sort(key=lambda each: each[:3])
    for done, (at, _, _, step) in enumerate(steps, start=1):
        step(at)
        progress("steps", done, len(steps))
    _late(now)


def _clocks(lives: list[Life], terms: Terms) -> list[Step]:
    """The mornings on which a clock of the worker finds something; on all others it would find nothing."""
    answers = [answer for life in lives for answer in life.story.answers]
    promises = [answer.promise for answer in answers if answer.promise]
    late = {promise.due_until + DAY for promise in promises if not promise.kept_at}
    ended = [answer.at for answer in answers if answer.kind == "no"]
    ended += [promise.kept_at for promise in promises if promise.kept_at]
    over = {local_day(at) + terms.reopen_days * DAY + DAY for at in ended}
    # A letter that has left is not withdrawn when something turns out to be about care.
    before_care = {
        local_day(life.story.taken_at) for life in lives if life.story.care and life.story.taken_at
    }
    found = ((late, _late), (over, _finished), (before_care, _posted))
    return [(datetime.combine(day, MORNING, tzinfo=HERE), step) for days, step in found for day in days]


def _late(now: datetime) -> None:
    clocks.tell_late_promises(now=now)


def _finished(now: datetime) -> None:
    clocks.close_finished(now=now)


def _posted(now: datetime) -> None:
    post.leave(now=now)
