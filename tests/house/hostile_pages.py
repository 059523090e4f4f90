"""The pages on which hostile texts stand: those of one signal, and those that hold many together."""

from django.urls import reverse

from tests.house.hostile_stories import Story
from wijkwerk.ground.people.models import User
from wijkwerk.testing_cast import Town
from wijkwerk.work.signals.models import Signal


def of_story(story: Story) -> dict[str, tuple[bool, str]]:
    """The pages of one signal: whether they are for staff, and their address."""
    code = story.signal.subject.code
    return {
        "detail": (True, reverse("signals:detail", args=[code])),
        "publish": (True, reverse("signals:publish", args=[code])),
        "trace": (False, reverse("signals:trace", args=[story.token])),
        "joined": (False, reverse("signals:trace", args=[story.joined])),
        "shown": (False, reverse("signals:shown", args=[code])),
        "join": (False, reverse("signals:join", args=[code])),
        "data": (False, reverse("signals:trace_data", args=[story.token])),
    }


def many(town: Town, signal: Signal, colleague: User) -> dict[str, tuple[bool, str]]:
    """Pages that hold many of the texts together."""
    lists, promises = reverse("signals:list"), reverse("signals:promise_list")
    staff = [reverse(f"signals:{name}") for name in ("desk", "letters", "enter")]
    staff += [reverse("signals:data_requests"), reverse("subjects:holds"), reverse("subjects:records")]
    staff += [f"{lists}?lijst={which}" for which in ("mijn", "beloofd", "alles", "klaar", "lang")]
    staff += [f"{promises}?staat={state}" for state in ("open", "late", "kept", "withdrawn")]
    staff += [reverse(f"people:{name}") for name in ("people", "invite", "organisations", "absence")]
    staff += [reverse("people:give_role", args=[colleague.pk]), reverse("blueprints:roles")]
    owner = [town.people["owner"].pk]
    staff += [reverse("people:person", args=owner), reverse("people:deputy", args=owner)]
    settings = (
        "overview", "letters", "history", "themas", "teams", "soorten", "woorden", "contact", "verdeling",
        "kapot", "ladder", "breed-kijken", "officieel", "bewaren", "routing_trial", "toegankelijkheid", "privacy",
    )  # fmt: skip
    staff += [reverse(f"blueprints:{name}") for name in settings]
    staff += [reverse("blueprints:letter", args=["receipt"]), reverse("blueprints:version", args=[2])]
    staff += [reverse("signals:give", args=[signal.subject.code])]
    words = ("home", "areas", "promises", "about", "privacy", "accessibility", "data")
    public = [reverse(f"pages:{name}") for name in words]
    public += [reverse("pages:area", args=[area.code]) for area in town.areas.values()]
    public += [f"{reverse('pages:promises')}?stand={each}" for each in ("te-laat", "nagekomen")]
    public += [reverse("signals:report"), f"{reverse('signals:near')}?lon=5.325&lat=52.775"]
    return {url: (True, url) for url in staff} | {url: (False, url) for url in public}
