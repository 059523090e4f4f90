"""The WSGI application: `wijkwerk serve` and any other WSGI server start here."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwerk.config.settings")

application = get_wsgi_application()
