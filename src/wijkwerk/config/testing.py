"""Settings of the tests: those of the installation, with a fast password hash and files in a temporary folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Nothing of the builder's own installation may leak into a test.
for name in [name for name in os.environ if name.startswith("WIJKWERK_")]:
    if name not in {"WIJKWERK_REQUIRE", "WIJKWERK_SHARED"}:
        del os.environ[name]
# Before the settings are read: the tests speak http, and a pool would hold connections of a dropped database.
os.environ["WIJKWERK_INSECURE"] = "1"
os.environ["WIJKWERK_DB_POOL"] = "0"
os.environ["WIJKWERK_SECRET_KEY"] = "only for tests: this key signs nothing that outlives a test run"
os.environ.pop("EMAIL_URL", None)

from wijkwerk.config.settings import *  # noqa: F403
from wijkwerk.config.settings import DATABASES, PLAIN_STATIC, STORAGES

SCRATCH = Path(tempfile.mkdtemp(prefix="wijkwerk-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
MEDIA_ROOT = SCRATCH / "media"
STATIC_ROOT = SCRATCH / "static"
LETTERS_FOLDER = SCRATCH / "letters"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": PLAIN_STATIC}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = ["*"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: in memory two connections lock each other out in another way than in production.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
