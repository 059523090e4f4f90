"""Addresses of the demo; a 404 everywhere else."""

from django.urls import path

from wijkwerk.faces.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.people, name="people"),
    path("demo/log-in/<slug:key>/", views.login, name="login"),
]
