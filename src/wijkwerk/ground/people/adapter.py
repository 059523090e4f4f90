"""How the login library behaves in this house: addresses keep /m/CODE, mail goes by the outbox, words are ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils import timezone

from wijkwerk.ground.kit import hooks
from wijkwerk.ground.people import mail, queries

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Logging in with e-mail address and password or passkey."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Dit account staat uit.",
        "cannot_remove_primary_email": "U kunt uw eerste e-mailadres niet weghalen.",
        "duplicate_email": "Dit e-mailadres hoort al bij uw account.",
        "email_password_mismatch": "Dit e-mailadres en dit wachtwoord horen niet bij elkaar.",
        "email_taken": "Dit e-mailadres is al in gebruik.",
        "enter_current_password": "Vul uw wachtwoord van nu in.",
        "incorrect_code": "Deze code klopt niet.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "invalid_or_expired_key": "Deze sleutel klopt niet of is te oud.",
        "invalid_login": "Inloggen is niet gelukt.",
        "invalid_password_reset": "Deze link is al gebruikt of te oud.",
        "max_email_addresses": "U kunt niet meer dan %d e-mailadressen opgeven.",
        "too_many_login_attempts": "U heeft het te vaak geprobeerd. Probeer het over een kwartier opnieuw.",
        "unknown_email": "Dit e-mailadres kennen wij niet.",
        "unverified_primary_email": "Bevestig eerst uw e-mailadres.",
        "same_as_current": "Dit is hetzelfde als nu. Kies iets anders.",
        "rate_limited": "Dat ging te snel. Wacht even en probeer het opnieuw.",
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where this person's work begins, as an upper room says; else the home page of this municipality."""
        found = hooks.run("people.landing", request=request)
        return next((str(url) for url in found if url), get_script_prefix())

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return get_script_prefix()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return get_script_prefix()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the message in the outbox; the worker sends it."""
        request = current.request
        given = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        given["municipality"] = getattr(request, "municipality", None)
        mail.post(self.render_mail(template_prefix, email, given), now=timezone.now())


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step: passkey or app."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Uw account heeft een tweede stap. U kunt er geen e-mailadres bij zetten.",
        "cannot_delete_authenticator": "U werkt voor de gemeente. Daarom moet u een tweede stap houden.",
        "cannot_generate_recovery_codes": "Zet eerst een tweede stap aan. Daarna kunt u noodcodes maken.",
        "incorrect_code": "Deze code klopt niet.",
        "unverified_email": "Bevestig eerst uw e-mailadres. Daarna kunt u een tweede stap aanzetten.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one second step."""
        steps = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=SECOND_STEPS)
        if authenticator.type not in SECOND_STEPS or steps.exclude(pk=authenticator.pk).exists():
            return True
        return not queries.is_staff_anywhere(authenticator.user_id, today=timezone.localdate())

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an element for inside a page: a strict CSP shows no data: images."""
        drawn = str(super().build_totp_svg(url))
        return drawn[drawn.index("<svg") :]

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a new key is called until the person gives it a name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Mijn sleutel" if number == 1 else f"Mijn sleutel {number}"
