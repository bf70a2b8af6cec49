"""What a process loads before its first request: nothing that only a report or an import needs."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

import stats
from stats import catalogue

HEAVY = ("numpy", "scipy", "statsmodels", "pandas", "vl_convert", "typst", "docx", "xlsxwriter")
START = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
import safecommunity.urls, safecommunity.celery
from lib.indicators import share
assert share(3, 4, href="", nothing="").value == 75
print(*sorted(name for name in {names!r} if name in sys.modules))
"""


#: What a web process needs for its first bell, cached value or passkey only.
LATER = ("celery", "kombu", "billiard", "redis", "qrcode", "fido2")
WEB = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
from safecommunity.wsgi import application
import safecommunity.urls
print(*sorted(name for name in {names!r} if name in sys.modules))
"""


def loaded_by(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_process_starts_without_statistics_and_drawing() -> None:
    """Each of them costs every web and worker process 20 to 160 MB and up to 2 s."""
    assert loaded_by(START.format(names=HEAVY)) == []


def test_a_web_process_starts_without_celery_and_redis() -> None:
    """They are a third of its start; they come with the first bell and the first cached value."""
    assert loaded_by(WEB.format(names=(*HEAVY, *LATER))) == []


def test_a_bell_rings_in_our_application() -> None:
    """Celery would otherwise ring in one of its own that knows no broker of ours."""
    app = import_string(settings.TASK_APPLICATION)
    assert app.main == "safecommunity"
    assert app.conf.broker_url == settings.CELERY_BROKER_URL


def test_the_net_sees_what_is_loaded() -> None:
    code = START.format(names=HEAVY).replace("import django\n", "import django, numpy\n")
    assert loaded_by(code) == ["numpy"]


@pytest.mark.parametrize("name", sorted(catalogue.functions()))
def test_a_public_function_is_not_hidden_by_a_module_of_its_name(name: str) -> None:
    """Loading `stats.NAME` would put the module in the function's place."""
    assert catalogue.functions()[name] is getattr(stats, name)
    assert catalogue.functions()[name].__module__ != f"stats.{name}"


def test_the_types_name_the_same_functions() -> None:
    stub = (stats.__file__ or "") + "i"
    with open(stub, encoding="utf-8") as file:
        named = {line.split()[0] for line in file if " as " in line}
    assert named == set(stats.__all__)
