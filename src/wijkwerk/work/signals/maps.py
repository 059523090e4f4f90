"""Where a page finds the data of its map: addresses of an upper room, named and not imported."""

from django.urls import NoReverseMatch, reverse


def map_context() -> dict[str, str]:
    """Addresses of the map's data; empty, and then there is no map, where no room serves them."""
    try:
        return {"areas_url": reverse("pages:areas_json"), "backdrop_url": reverse("pages:backdrop_json")}
    except NoReverseMatch:
        return {}
