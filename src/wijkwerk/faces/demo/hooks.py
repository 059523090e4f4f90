"""Where the demo joins in: people to click on the login page, on this computer only."""

from django.http import HttpRequest

from wijkwerk.faces.demo import may, people
from wijkwerk.ground.kit import hooks


def login_extra(*, request: HttpRequest) -> list[dict[str, str]]:
    """One person of each kind; nobody outside the demo."""
    return people.short_list() if may.log_in_by_click(request) else []


hooks.add("people.login_extra", login_extra)
