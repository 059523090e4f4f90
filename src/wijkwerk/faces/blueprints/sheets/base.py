"""A sheet is the form of one part of the settings: it shows the part, and makes it again from what was typed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.text import slugify

from wijkwerk.faces.blueprints import forms as rows
from wijkwerk.faces.blueprints.fields import AreaNames, AreasField
from wijkwerk.ground.areas import paths
from wijkwerk.ground.areas.problems import Loc, Problem

Raw = Mapping[str, Any]
MOST_ROWS = 150
RowT = TypeVar("RowT", bound=rows.Row)


class Sheet:
    """The form of a part. `where` is its path in the document, `slug` its address."""

    slug: ClassVar[str] = ""
    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    icon: ClassVar[str] = "edit"
    # Whether a change moves signals to another team: then one can see first what it would do.
    changes_routing: ClassVar[bool] = False
    where: str = ""

    def __init__(
        self, raw: Raw, *, areas: AreaNames, data: Mapping[str, Any] | None = None, taken: set[str]
    ) -> None:
        self.raw, self.areas, self.data, self.taken = raw, areas, data, taken
        self.problems: list[str] = []
        self.build()

    def build(self) -> None:
        """Make the forms."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        raise NotImplementedError

    def value(self) -> Any:
        """The part as the document holds it."""
        raise NotImplementedError

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        """A heading and a form, for each block on the page."""
        raise NotImplementedError

    @property
    def every_form(self) -> list[forms.Form]:
        return [form for _, form in self.groups]

    @property
    def management(self) -> forms.Form | None:
        """The hidden counters of a list."""
        return None

    @property
    def managements(self) -> list[forms.Form]:
        """The hidden counters of every list on the page."""
        return [self.management] if self.management else []

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        """The form and the field of a place in the part."""
        return None, ""

    def show(self, problem: Problem) -> None:
        """Show a problem of the document at its field, or at the top where this sheet has no such field."""
        steps = self.where.split(".")
        mine = [str(step) for step in problem.loc[: len(steps)]] == steps
        form, field = self.form_at(problem.loc[len(steps) :]) if mine else (None, "")
        if form is None:
            self.problems.append(problem.message if mine else f"{problem.path}: {problem.message}")
        else:
            form.add_error(field if field in form.fields else None, problem.message)

    def _with_areas(self, form: forms.Form) -> None:
        for field in form.fields.values():
            if isinstance(field, AreasField):
                field.names = self.areas


class SingleSheet(Sheet):
    """A part that is one form."""

    form: ClassVar[type[rows.Row]]

    def build(self) -> None:
        self.one = self.form(self.data, initial=self.initial())
        self._with_areas(self.one)

    def initial(self) -> dict[str, Any]:
        return dict(paths.find(self.raw, self.where))

    def is_valid(self) -> bool:
        return self.one.is_valid()

    def value(self) -> Any:
        return self.one.item()

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        return [("", self.one)]

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        return self.one, str(loc[0]) if loc else ""


class ListSheet(Sheet):
    """A part that is a list: a row for each item, in the order of the page."""

    row: ClassVar[type[rows.Row]]
    named_by: ClassVar[str] = "label"
    extra: ClassVar[int] = 1
    ordered: ClassVar[bool] = False
    removable: ClassVar[str] = ""

    def build(self) -> None:
        made: type[BaseFormSet[Any]] = formset_factory(
            self.row,
            extra=self.extra,
            can_order=self.ordered,
            can_delete=bool(self.removable),
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
            can_delete_extra=False,
        )
        self.set = made(self.data, initial=self.initial(), prefix="rij")
        for form in self.set.forms:
            self._with_areas(form)
            self.prepare(form)

    def stored(self) -> list[dict[str, Any]]:
        """The list in the document."""
        return list(paths.find(self.raw, self.where))

    def initial(self) -> list[dict[str, Any]]:
        return [dict(item) for item in self.stored()]

    def prepare(self, form: forms.Form) -> None:
        """Labels and choices that depend on the document."""
        if self.ordered and "ORDER" in form.fields:
            form.fields["ORDER"].label = "Plaats in de lijst"
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = self.removable

    def is_valid(self) -> bool:
        valid = self.set.is_valid()
        self.problems += [str(error) for error in self.set.non_form_errors()]
        return valid

    def told_twice(self, name: str, said: str) -> bool:
        """Tell at its field what stands in two rows that stay, at the row where it was typed last. Whether there was any."""
        found: dict[str, rows.Row] = {}
        told = False
        for form in sorted(self.kept(), key=lambda form: name in form.changed_data):
            typed = form.cleaned_data[name]
            first = found.setdefault(typed.casefold(), form)
            if first is not form:
                other = first.cleaned_data[self.named_by]
                form.add_error(name, said.format(typed=typed, other=other))
                told = True
        return told

    def kept(self) -> list[rows.Row]:
        """The filled-in rows that stay, in the order that was asked for."""
        stay = staying(self.set.forms)
        if not self.ordered:
            return stay
        last = len(self.set.forms) + 1
        return sorted(stay, key=lambda form: _place_of(form, last))

    def value(self) -> Any:
        known = {str(item.get("key")) for item in self.stored()}
        return keyed(
            self.kept(),
            known=known,
            taken=self.taken,
            name_of=lambda form: str(form.cleaned_data.get(self.named_by, "")),
        )

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        return [(self.heading(form), form) for form in self.set.forms]

    def heading(self, form: forms.Form) -> str:
        return str(form.initial.get(self.named_by) or "") or "Nieuw"

    @property
    def management(self) -> forms.Form | None:
        return self.set.management_form

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        if not loc or not isinstance(loc[0], int) or loc[0] >= len(self.kept()):
            return None, ""
        return self.kept()[loc[0]], str(loc[1]) if len(loc) > 1 else ""


def staying(forms_of_list: Iterable[RowT]) -> list[RowT]:
    """The rows that are filled in and stay, in the order of the page."""
    filled = (form for form in forms_of_list if form.has_changed() or form.initial)
    return [form for form in filled if not form.cleaned_data.get("DELETE")]


def keyed(
    kept: Iterable[RowT], *, known: set[str], taken: set[str], name_of: Callable[[RowT], str]
) -> list[dict[str, Any]]:
    """Items as the document holds them. Who has a `known` key keeps it; a new one gets one from its name."""
    used, found = known | taken, []
    for form in kept:
        key = form.cleaned_data.get("key", "")
        if key not in known:
            key = new_key(name_of(form), used)
        used.add(key)
        found.append({"key": key, **form.item()})
    return found


def _place_of(form: rows.Row, last: int) -> int:
    """The place in the list that was typed, 0 for before all; a row without one comes last."""
    typed = form.cleaned_data.get("ORDER")
    return last if typed is None else int(typed)


def new_key(words: str, used: set[str]) -> str:
    """A name for the document from the words on the screen, that nothing else has."""
    start = slugify(words).replace("-", "_").strip("_0123456789")[:36].strip("_") or "nieuw"
    number, key = 2, start
    while key in used:
        key, number = f"{start}_{number}", number + 1
    return key
