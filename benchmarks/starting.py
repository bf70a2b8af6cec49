"""The start of a web process against the start of a bare Django: CPU time and memory.

`python -m benchmarks.starting`. Each is started RUNS times; the least counts. The portal loads its
addresses besides, as its first request would. Bytecode is compiled before, as an image has it.
"""

import argparse
import subprocess
import sys

BARE = """
import sys, types
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib." + name for name in
                    ("auth", "contenttypes", "sessions", "messages", "staticfiles")],
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "bare"}},
    SECRET_KEY="bare", ROOT_URLCONF="addresses",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)
sys.modules["addresses"] = types.ModuleType("addresses")
sys.modules["addresses"].urlpatterns = []
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
"""
OWN = """
from safecommunity.wsgi import application
import safecommunity.urls
"""
TOLD = """
import resource
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    started(OWN)
    found = [(started(BARE), started(OWN)) for _ in range(options.runs)]
    bare, own = (min(one) for one in zip(*found, strict=True))
    for name, (seconds, megabytes) in (("bare Django", bare), ("portal", own)):
        print(f"  {name:<12}{seconds:>7.2f} s CPU{megabytes:>8.0f} MB")
    print(f"  portal = {own[0] / bare[0]:.1f} × bare Django")


def started(code: str) -> tuple[float, float]:
    """Return the CPU seconds and the megabytes of a process that runs `code`."""
    command = [sys.executable, "-c", code + TOLD]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


if __name__ == "__main__":
    main()
