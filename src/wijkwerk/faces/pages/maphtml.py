"""The drawn map of a page, as HTML that is kept: it is the same for every visitor until a count or a border changes."""

import threading
from collections.abc import Hashable, Mapping
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from wijkwerk.faces.pages.shown import area_url
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.queries import svg_map

MOST_KEPT: Final = 600  # some 10 KB each

_lock = threading.Lock()
_kept: dict[Hashable, SafeString] = {}


def map_html(
    municipality: Municipality, *, subs: Mapping[str, str] | None = None, **words: Any
) -> SafeString:
    """The map with its list twin; empty where there is nothing to draw. `words` are those of `areas.queries.svg_map`."""
    division = municipality.working_division
    if division is None:
        return SafeString("")
    # Links begin with the prefix of the municipality; a new import has a new stamp.
    key = (
        division.pk,
        division.stamp,
        get_script_prefix(),
        *sorted(words.items()),
        *sorted((subs or {}).items()),
    )
    found = _kept.get(key)
    if found is None:
        found = _drawn(municipality, subs, words)
        with _lock:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = found
    return found


def _drawn(municipality: Municipality, subs: Mapping[str, str] | None, words: dict[str, Any]) -> SafeString:
    drawn = svg_map(municipality, url=area_url, subs=subs, id="kaart", **words)
    return render_to_string("wijkwerk/_map.html", {"map": drawn}) if drawn else SafeString("")
