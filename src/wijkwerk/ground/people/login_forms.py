"""The forms of the login library with our words, and the rule that staff addresses are not for residents."""

import secrets
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wijkwerk.ground.people import resetting
from wijkwerk.ground.people.models import User

STAFF_ADDRESS = "Dit is een werkadres van de gemeente. Vraag uw beheerder om een account."
NOWHERE = "nowhere.invalid"  # a name that never exists (RFC 2606)
LONG_ENOUGH = "Minstens 12 tekens. Een zin van vier losse woorden is goed te onthouden."
NOT_THE_SAME = "De twee wachtwoorden zijn niet hetzelfde."
WORDS = {
    "login": ("E-mailadres", ""),
    "email": ("E-mailadres", ""),
    "password": ("Wachtwoord", ""),
    "oldpassword": ("Wachtwoord van nu", ""),
    "password1": ("Nieuw wachtwoord", LONG_ENOUGH),
    "password2": ("Nieuw wachtwoord, nog een keer", ""),
    "code": ("Code", ""),
    "name": ("Naam van deze sleutel", "Bijvoorbeeld: telefoon of laptop"),
    "passwordless": ("Inloggen met alleen deze sleutel", "U heeft dan geen wachtwoord meer nodig."),
}


def is_staff_address(email: str) -> bool:
    """Whether the address stands at a domain of staff, or at a part of one."""
    domain = email.rpartition("@")[2].strip().lower()
    return any(domain == each or domain.endswith(f".{each}") for each in settings.STAFF_DOMAINS)


class Dutch:
    """Our labels and hints, and no placeholder: it disappears while typing."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in WORDS:
                field.label, field.help_text = WORDS[name]

    def add_error(self, field: str | None, error: Any) -> None:
        """The library says only one thing as plain text about the second password: that it differs."""
        if field == "password2" and not isinstance(error, forms.ValidationError):
            error = NOT_THE_SAME
        super().add_error(field, error)  # type: ignore[misc]


class NoStaffAddress:
    """Refuses an address at a staff domain: it would give a resident's account the look of an official's."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> Any:
        if is_staff_address(self.cleaned_data["email"]):
            raise forms.ValidationError(STAFF_ADDRESS)
        return super().clean_email()  # type: ignore[misc]


class Login(Dutch, account.LoginForm):  # type: ignore[misc]
    pass


class Signup(Dutch, NoStaffAddress, account.SignupForm):  # type: ignore[misc]
    """Costs the same whether the address has an account or not, so that its time tells nothing (RELIABILITY 17)."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            self._make_in_vain(request)
        found: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return found

    def _make_in_vain(self, request: HttpRequest) -> None:
        """Make an account for an address that nobody has, hash and all, and take it back."""
        given = self.cleaned_data["email"]
        self.cleaned_data["email"], self.account_already_exists = f"{secrets.token_hex(8)}@{NOWHERE}", False
        try:
            with transaction.atomic():
                self.save(request)
                transaction.set_rollback(True)
        finally:
            self.cleaned_data["email"], self.account_already_exists = given, True


class AddEmail(Dutch, NoStaffAddress, account.AddEmailForm):  # type: ignore[misc]
    pass


class ChangeEmail(Dutch, NoStaffAddress, account.ChangeEmailForm):  # type: ignore[misc]
    pass


class ConfirmEmail(Dutch, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class ChangePassword(Dutch, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPassword(Dutch, account.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPassword(Dutch, account.ResetPasswordForm):  # type: ignore[misc]
    """Looks for no account: the worker does (RELIABILITY 17)."""

    def clean_email(self) -> str:
        email: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        resetting.ask(email=email, municipality=getattr(request, "municipality", None), now=timezone.now())
        return email


class NewPassword(Dutch, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class Reauthenticate(Dutch, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class ShowSecondStep(Dutch, second_step.AuthenticateForm):  # type: ignore[misc]
    pass


class ShowSecondStepAgain(Dutch, second_step.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateApp(Dutch, totp.ActivateTOTPForm):  # type: ignore[misc]
    pass


class AddKey(Dutch, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    pass


class EditKey(Dutch, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    pass
