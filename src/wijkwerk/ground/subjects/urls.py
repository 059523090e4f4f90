"""Addresses of the room: the archive, for the records keeper."""

from django.urls import path

from wijkwerk.ground.subjects import records_views as views

app_name = "subjects"
urlpatterns = [
    path("archief/", views.records, name="records"),
    path("archief/voorstel/", views.propose, name="propose"),
    path("archief/lijst/<uuid:key>/", views.one_list, name="list"),
    path("archief/lijst/<uuid:key>/goedkeuren/", views.approve, name="approve"),
    path("archief/lijst/<uuid:key>/intrekken/", views.withdraw, name="withdraw"),
    path("archief/lijst/<uuid:key>/verklaring.pdf", views.declaration, name="declaration"),
    path("archief/dossier/<uuid:key>/", views.leave_out, name="leave_out"),
    path("archief/dossier/<uuid:key>/terug/", views.put_back, name="put_back"),
    path("archief/vastgezet/", views.holds, name="holds"),
    path("archief/vastgezet/<str:code>/los/", views.release, name="release"),
]
