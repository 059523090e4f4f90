"""Addresses of the room: people and organisations for administrators, absence for everybody who works here."""

from django.urls import path

from wijkwerk.ground.people import absence_views, organisation_views, views

app_name = "people"
urlpatterns = [
    path("beheer/mensen/", views.people, name="people"),
    path("beheer/mensen/uitnodigen/", views.invite, name="invite"),
    path("beheer/mensen/<uuid:user>/", views.person, name="person"),
    path("beheer/mensen/<uuid:user>/rol/", views.give_role, name="give_role"),
    path("beheer/mensen/<uuid:user>/vervanger/", absence_views.deputy, name="deputy"),
    path("beheer/mensen/<uuid:user>/opnieuw/", views.invite_again, name="invite_again"),
    path("beheer/mensen/<uuid:user>/uit/", views.deactivate, name="deactivate"),
    path("beheer/rollen/<uuid:role>/einde/", views.end_role, name="end_role"),
    path("beheer/rollen/aanvraag/<uuid:request_id>/", views.decide, name="decide"),
    path("beheer/organisaties/", organisation_views.organisations, name="organisations"),
    path(
        "beheer/organisaties/<uuid:organisation>/",
        organisation_views.rename_organisation,
        name="rename_organisation",
    ),
    path("afwezig/", absence_views.absence, name="absence"),
    path("afwezig/<uuid:deputy>/terug/", absence_views.end_deputy, name="end_deputy"),
]
