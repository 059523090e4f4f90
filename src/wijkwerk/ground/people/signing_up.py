"""Making an account as one transaction: the account, its address and the letter with the code, or nothing.

With one commit for who is new and for who has an account, its time does not tell them apart (RELIABILITY 17).
"""

from contextlib import nullcontext
from functools import wraps

from allauth.account.views import signup as library_signup
from django.db import transaction
from django.http import HttpRequest, HttpResponse


@wraps(library_signup)
def signup(request: HttpRequest) -> HttpResponse:
    """The page of the login library."""
    with transaction.atomic() if request.method == "POST" else nullcontext():
        answer: HttpResponse = library_signup(request)
    return answer
