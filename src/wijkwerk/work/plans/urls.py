"""Addresses of plans: for residents (`public`, `trace`), for who writes them (`desk`, `rounds`), for departments (`matching`)."""

from django.urls import URLPattern

from wijkwerk.work.plans.desk import urls as desk
from wijkwerk.work.plans.matching import urls as matching
from wijkwerk.work.plans.public import urls as public
from wijkwerk.work.plans.rounds import urls as rounds
from wijkwerk.work.plans.trace import urls as trace

app_name = "plans"

urlpatterns: list[URLPattern] = [
    # First: the bundle stands where the desk would look for the code of a plan.
    *public.urlpatterns,
    *desk.urlpatterns,
    *rounds.urlpatterns,
    *matching.urlpatterns,
    *trace.urlpatterns,
]
