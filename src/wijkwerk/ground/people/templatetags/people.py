"""Tags for the pages of logging in."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest

from wijkwerk.ground.kit import hooks

register = template.Library()


@register.simple_tag
def demo_people(request: HttpRequest) -> list[dict[str, str]]:
    """People of the demo to log in as with one click (name, role, url); none outside the demo."""
    if not settings.DEMO:
        return []
    found: list[dict[str, Any]] = []
    for people in hooks.run("people.login_extra", request=request):
        found += people
    return found
