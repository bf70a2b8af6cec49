"""Settings of the tests: those of one machine, with a folder of their own.

`make test` runs the suite twice: on SQLite with a cache in memory, and with DATABASE_URL and
REDIS_URL on real servers, where each pytest process has a database and a Redis number of its own.
"""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SAFECOMMUNITY_MODE", "local")
if "SAFECOMMUNITY_VAR" not in os.environ:
    # pytest's own processes inherit the folder; the first one, which made it, takes it away.
    os.environ["SAFECOMMUNITY_VAR"] = tempfile.mkdtemp(prefix="safecommunity-tests-")
    atexit.register(shutil.rmtree, os.environ["SAFECOMMUNITY_VAR"], ignore_errors=True)

#: 0 to 7: which of pytest's processes this is.
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{PROCESS}"

from safecommunity.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Templates name files by their plain names; the browser tests collect and hash them for real.
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Nobody answers here: what must be rung for in earnest runs in processes of its own
# (tests/processes.py), and everything else shows that it does without.
CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # In a file, as it is served: what is in memory belongs to one thread and knows no queue.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}  # noqa: F405
