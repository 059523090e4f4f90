"""Personal data in a text is pointed out to the writer before sending (GDPR art. 5); the writer decides.

A form that takes `Hinting` says in `hinted` which fields hold free text. The view asks `goes_on(form)` where it would ask
`form.is_valid()`, and the template puts `signals/_hints.html` inside the form. On the first send the page comes back with
what was found; a second send goes through. What was pointed out travels in a hidden field as short digests, so that a
changed text is pointed out again only for what is new. Without JavaScript; nothing is stored.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from wijkwerk.rules.privacy import Hint, HintKind, hints

FIELD = "warned"
MOST = 8  # shown; who wrote more than eight has understood by then
MOST_SIGNS = 20_000  # of the hidden field: a text of 4000 signs cannot hold more


@dataclass(frozen=True)
class Found:
    """Something to think about: what one can do, and the words it is about (empty when it is about the whole)."""

    advice: str
    words: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.advice}\n{self.words}".encode()).hexdigest()[:12]


class Hinting(forms.Form):
    """A form that points out personal data once. A part of a form: name it before the form's own base."""

    hinted: ClassVar[tuple[str, ...]] = ()

    def hints_of(self, texts: dict[str, str]) -> list[Found]:
        """What there is to point out in the texts of the hinted fields. A form may leave something out, or add to it.

        Asked of a form that was not sent as well when it begins with a text: look at `values`, not at `cleaned_data`.
        """
        found = [hint for text in texts.values() for hint in hints(text) if self.concerns(hint)]
        return list(dict.fromkeys(Found(hint.advice, hint.found) for hint in found))

    def concerns(self, hint: Hint) -> bool:
        """Whether this form minds it. A BSN is refused elsewhere, by the field itself."""
        return hint.kind != HintKind.BSN

    @property
    def values(self) -> Mapping[str, Any]:
        """What was sent, cleaned; of a form that was not sent, what it begins with."""
        return self.cleaned_data if self.is_bound else self.initial

    @property
    def warnings(self) -> list[Found]:
        """What was found and not pointed out before; empty for a form that was not sent, or holds errors."""
        if not self.is_bound or self.errors:
            return []
        seen = set(self._given().split(","))
        return [each for each in self._found if each.digest not in seen]

    @property
    def shown_warnings(self) -> list[Found]:
        return self.warnings[:MOST]

    @property
    def warned(self) -> str:
        """The value of the hidden field: all that is pointed out by now, with what the form began with."""
        return self._given() if self.errors else ",".join(each.digest for each in self._found)

    def _given(self) -> str:
        given: Any = self.data.get(self.add_prefix(FIELD), "")
        return str(given)[:MOST_SIGNS]

    @cached_property
    def _found(self) -> list[Found]:
        """Ask only when the form holds no errors."""
        texts = {name: str(self.values.get(name) or "") for name in self.hinted}
        return self.hints_of(texts) if self.is_bound or any(texts.values()) else []


def goes_on(form: forms.Form) -> bool:
    """Whether the form is valid and nothing in it must be pointed out first; for any form."""
    if not form.is_valid():
        return False
    return not (isinstance(form, Hinting) and form.warnings)
