"""A text of the house that is written once and read in the words of each municipality: labels, choices, errors.

`own("Kies een {area.one}.")` is read as "Kies een gebied." here and "Kies een wijk." there, at the moment at which it is
shown. Where no municipality is served (a command, a migration) it is read in the words of the default blueprint.
A template has `{% say %}`, a letter `Words.say`: they know their municipality.
"""

from functools import cache

from django.utils.functional import lazy

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.here import here
from wijkwerk.ground.areas.sections import Words
from wijkwerk.ground.kit import hooks


@cache
def _default() -> Words:
    """The words of the default blueprint, from the room that has it."""
    return Words.model_validate(hooks.run("words.default")[0])


def _said(text: str, inside: bool) -> str:
    served = here.get()
    words = documents.current(served).part(Words) if served is not None else _default()
    # Behind a space no sentence begins.
    return words.say(f" {text}")[1:] if inside else words.say(text)


_lazy = lazy(_said, str)


def own(text: str, *, inside: bool = False) -> str:
    """The text with `{area.this}` and the like, said when it is read. For labels, choices and errors; see `Words.say`.

    It begins with a capital; `inside` is for a part of a sentence, which keeps what stands there.
    Raises at reading: KeyError for a noun that there is not, AttributeError for a form, settings.NotReady.
    """
    return _lazy(text, inside)
