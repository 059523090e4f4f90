"""Addresses of the settings screens."""

from django.urls import path

from wijkwerk.faces.blueprints import trial_views, views, way_views
from wijkwerk.faces.blueprints.sheets import SHEETS

app_name = "blueprints"
urlpatterns = [
    path("rollen/", way_views.roles, name="roles"),
    path("werkwijze/", way_views.way, name="way"),
    path("werkwijzen/", way_views.ways, name="ways"),
    path("werkwijzen/<slug:name>/", way_views.blueprint, name="blueprint"),
    path("beheer/", views.overview, name="overview"),
    path("beheer/nagekeken/", views.settle_doubt, name="settle_doubt"),
    # Each part by name: a pattern for any word would catch the addresses of other rooms under beheer/.
    *(path(f"beheer/{slug}/", views.edit, {"slug": slug}, name=slug) for slug in SHEETS),
    path("beheer/werkwijze/", views.facts, name="facts"),
    path("beheer/werkwijze/<slug:part>/", views.fact, name="fact"),
    path("beheer/verdeling/proef/", trial_views.routing_trial, name="routing_trial"),
    path("beheer/brieven/", views.letters, name="letters"),
    path("beheer/brieven/<slug:kind>/", views.letter, name="letter"),
    path("beheer/versies/", views.history, name="history"),
    path("beheer/versies/<int:number>/", views.version, name="version"),
    path("beheer/versies/<int:number>/terug/", views.restore, name="restore"),
    path("beheer/document.yaml", views.document, name="document"),
]
