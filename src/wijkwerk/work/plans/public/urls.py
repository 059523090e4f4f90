"""Addresses of this part of the room of plans; part of the room's `urls`, which names them `plans:…`."""

from django.urls import URLPattern, path

from wijkwerk.work.plans.public import bundle_views as bundle
from wijkwerk.work.plans.public import views

urlpatterns: list[URLPattern] = [
    path("plannen/", views.plans, name="plans"),
    # Before the plan itself: no code is spelled like this.
    path("plannen/samen/", bundle.public_bundle, name="public_bundle"),
    path("plannen/samen/prioriteiten.<str:form>", bundle.public_bundle_file, name="public_bundle_file"),
    path("plannen/<str:code>/", views.plan, name="plan"),
    path("plannen/<str:code>/versie/<int:number>/", views.version, name="version"),
    path("punten/<str:code>/", views.item, name="item"),
    path("bureau/plannen/bundel/", bundle.bundle, name="bundle"),
    path("bureau/plannen/bundel/prioriteiten.<str:form>", bundle.bundle_file, name="bundle_file"),
]
