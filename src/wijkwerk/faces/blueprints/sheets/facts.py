"""Sheets of what a municipality tells about its way of working: one for each stored part."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from pydantic import BaseModel

from wijkwerk.faces.blueprints.fact_forms import FactRow, form_of, part_in, title_of
from wijkwerk.faces.blueprints.facts.base import FactList, Facts
from wijkwerk.faces.blueprints.fields import AreaNames
from wijkwerk.faces.blueprints.sheets.base import MOST_ROWS, Raw, Sheet, keyed, staying
from wijkwerk.ground.areas import paths
from wijkwerk.ground.areas.problems import Loc

LEAD = "Dit leest iedereen op de pagina ‘Zo werkt onze gemeente’. Het regelt nog niets in Wijkwerk. Laat leeg wat niemand zei."
NAMED_BY = ("label", "when", "area", "text")


class Listed:
    """A list of items in a part: a form for each, and an empty one for a new item."""

    def __init__(self, model: type[BaseModel], title: str, stored: list[Any], data: Any, prefix: str) -> None:
        self.model, self.title, self.stored = model, title, stored
        made: type[BaseFormSet[Any]] = formset_factory(
            form_of(model), extra=1, can_delete=True, can_delete_extra=False, max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
        )  # fmt: skip
        self.set = made(data, initial=[dict(each) for each in stored], prefix=prefix)
        for form in self.set.forms:
            if "DELETE" in form.fields:
                form.fields["DELETE"].label = "Dit weghalen"

    def kept(self) -> list[FactRow]:
        """The rows that are filled in and stay."""
        return staying(self.set.forms)

    def value(self) -> list[dict[str, Any]]:
        """The list as the document holds it; a new item gets a name from its words."""
        if "key" not in self.model.model_fields:
            return [form.item() for form in self.kept()]
        known = {str(each["key"]) for each in self.stored}
        return keyed(self.kept(), known=known, taken=set(), name_of=lambda form: self._name(form.item()))

    def groups(self) -> list[tuple[str, forms.Form]]:
        return [(self._heading(form), form) for form in self.set.forms]

    def _heading(self, form: FactRow) -> str:
        name = self._name(form.initial or {})
        if not name:
            return f"Nieuw bij: {self.title}"
        return name if len(name) <= 80 else f"{name[:77].rstrip()}…"

    def _name(self, item: Mapping[str, Any]) -> str:
        return next((str(item[name]) for name in NAMED_BY if item.get(name)), "")


class FactSheet(Sheet):
    """One stored part. A part that is a list has a form for each item; another has its own fields and its lists."""

    icon = "doc"
    lead = LEAD

    def __init__(
        self, section: type[Facts] | type[FactList[Any]], raw: Raw, *, areas: AreaNames,
        data: Mapping[str, Any] | None = None, taken: set[str],
    ) -> None:  # fmt: skip
        self.section, self.where = section, section.name
        super().__init__(raw, areas=areas, data=data, taken=taken)

    # The name of a part is its own, where other sheets have one for the class.
    @property
    def title(self) -> str:  # type: ignore[override]
        return self.section.title

    def build(self) -> None:
        stored = paths.find(self.raw, self.where)
        self.own: FactRow | None = None
        self.single: dict[str, FactRow] = {}
        self.lists: dict[str, Listed] = {}
        if issubclass(self.section, FactList):
            model, _ = part_in(self.section.model_fields["items"]) or (self.section, True)
            self.lists[""] = Listed(model, self.title, list(stored), self.data, "rij")
            return
        if form_of(self.section).base_fields.keys() - {"key"}:
            self.own = form_of(self.section)(self.data, initial=dict(stored), prefix="deel")
        for name, info in self.section.model_fields.items():
            inner = part_in(info)
            if inner and inner[1]:
                title = title_of(self.section, name)
                self.lists[name] = Listed(inner[0], title, list(stored.get(name, ())), self.data, name)
            elif inner:
                self.single[name] = _optional(inner[0], self.data, dict(stored.get(name) or {}), name)

    def is_valid(self) -> bool:
        plain = [form for form in (self.own, *self.single.values()) if form is not None]
        found = [form.is_valid() for form in plain] + [each.set.is_valid() for each in self.lists.values()]
        self.problems += [str(error) for each in self.lists.values() for error in each.set.non_form_errors()]
        return all(found)

    def value(self) -> Any:
        if "" in self.lists:
            return self.lists[""].value()
        found = self.own.item() if self.own else {}
        found |= {name: form.item() for name, form in self.single.items()}
        found |= {name: each.value() for name, each in self.lists.items()}
        return {name: value for name, value in found.items() if value not in ([], {})}

    @property
    def groups(self) -> list[tuple[str, forms.Form]]:
        own: list[tuple[str, forms.Form]] = [("", self.own)] if self.own else []
        single = [(title_of(self.section, name), form) for name, form in self.single.items()]
        return [*own, *single, *(group for each in self.lists.values() for group in each.groups())]

    @property
    def managements(self) -> list[forms.Form]:
        return [each.set.management_form for each in self.lists.values()]

    def form_at(self, loc: Loc) -> tuple[forms.Form | None, str]:
        if "" in self.lists:
            return _in_list(self.lists[""], loc)
        name = str(loc[0]) if loc else ""
        if name in self.lists:
            return _in_list(self.lists[name], loc[1:])
        if name in self.single:
            return self.single[name], str(loc[1]) if len(loc) > 1 else ""
        return self.own, name


def _optional(model: type[BaseModel], data: Any, stored: dict[str, Any], prefix: str) -> FactRow:
    """A thing that need not be there: what it lacks is told once something is filled in, by the document itself."""
    form = form_of(model)(data, initial=stored, prefix=prefix)
    for field in form.fields.values():
        field.required = False
    return form


def _in_list(listed: Listed, loc: Loc) -> tuple[forms.Form | None, str]:
    kept = listed.kept()
    if not loc or not isinstance(loc[0], int) or loc[0] >= len(kept):
        return None, ""
    return kept[loc[0]], str(loc[1]) if len(loc) > 1 else ""
