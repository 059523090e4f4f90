"""The yardstick: a bare Django view, without middleware and without a database, under the same web server."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("", hello), path("healthz", hello)]

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="signs nothing", MIDDLEWARE=[], USE_TZ=True
    )
    application = get_wsgi_application()
