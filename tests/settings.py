"""Settings of the tests: those of one machine, with a folder of their own."""

import os
import tempfile

os.environ.setdefault("SAFECOMMUNITY_MODE", "local")
os.environ.setdefault("SAFECOMMUNITY_VAR", tempfile.mkdtemp(prefix="safecommunity-tests-"))

from safecommunity.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Templates name files by their plain names; the browser tests collect and hash them for real.
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
