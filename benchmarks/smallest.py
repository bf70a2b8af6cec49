"""The smallest Django page with one query: what pages are measured against under load.

Settings and addresses in one file, so that granian serves it as it serves the portal.
"""

import os

from django.http import HttpRequest, HttpResponse
from django.urls import path

from safecommunity.settings import *  # noqa: F403

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.smallest"
ROOT_URLCONF = "benchmarks.smallest"
INSTALLED_APPS = ["django.contrib.contenttypes"]
MIDDLEWARE: list[str] = []


def smallest(_request: HttpRequest) -> HttpResponse:
    """Answer with the number of models."""
    from django.contrib.contenttypes.models import ContentType

    return HttpResponse(str(ContentType.objects.count()))


urlpatterns = [path("", smallest)]
