"""Addresses of the pages that everybody may read."""

from django.urls import path

from wijkwerk.faces.pages.views import areas, home, maps, open_data, promises, search, texts

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("gebieden/", areas.areas, name="areas"),
    path("gebied/<str:code>/", areas.area, name="area"),
    path("zoek/", search.search, name="search"),
    path("beloften/", promises.promises, name="promises"),
    path("kaart/gebieden.json", maps.areas_json, name="areas_json"),
    path("kaart/ondergrond.json", maps.backdrop_json, name="backdrop_json"),
    path("over/", texts.about, name="about"),
    path("privacy/", texts.privacy, name="privacy"),
    path("toegankelijkheid/", texts.accessibility, name="accessibility"),
    path("gegevens/", open_data.data, name="data"),
    path("gegevens/beloften.csv", open_data.promises_csv, name="promises_csv"),
    path("gegevens/antwoorden.csv", open_data.answers_csv, name="answers_csv"),
]
