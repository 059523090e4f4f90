"""Addresses of the settings screens."""

from django.urls import path

from wijkwerk.faces.blueprints import trial_views, views
from wijkwerk.faces.blueprints.sheets import SHEETS

app_name = "blueprints"
urlpatterns = [
    path("rollen/", views.roles, name="roles"),
    path("beheer/", views.overview, name="overview"),
    path("beheer/nagekeken/", views.settle_doubt, name="settle_doubt"),
    # Each part by name: a pattern for any word would catch the addresses of other rooms under beheer/.
    *(path(f"beheer/{slug}/", views.edit, {"slug": slug}, name=slug) for slug in SHEETS),
    path("beheer/verdeling/proef/", trial_views.routing_trial, name="routing_trial"),
    path("beheer/brieven/", views.letters, name="letters"),
    path("beheer/brieven/<slug:kind>/", views.letter, name="letter"),
    path("beheer/versies/", views.history, name="history"),
    path("beheer/versies/<int:number>/", views.version, name="version"),
    path("beheer/versies/<int:number>/terug/", views.restore, name="restore"),
    path("beheer/document.yaml", views.document, name="document"),
]
