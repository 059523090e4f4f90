"""Addresses that a mail needs, where there is no request to look at."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import get_script_prefix, reverse, set_script_prefix

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.models import User


def base_url(municipality: Municipality | None) -> str:
    """Where this municipality lives, without a slash at the end; without one, where the installation lives."""
    if municipality is None:
        return str(settings.PUBLIC_URL)
    if municipality.host:
        scheme = settings.PUBLIC_URL.partition("://")[0]
        return f"{scheme}://{municipality.host}"
    return f"{settings.PUBLIC_URL}/m/{municipality.code}"


def password_link(user: User, municipality: Municipality | None) -> str:
    """A link to choose a password: works once, for three days, until the password or the address changes."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return base_url(municipality) + _path("account_reset_password_from_key", **key)


def _path(name: str, **kwargs: str) -> str:
    """The path without the script prefix of whatever request is being answered: the base has its own."""
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        return reverse(name, kwargs=kwargs)
    finally:
        set_script_prefix(before)
