"""WSGI entry point: granian --interface wsgi safecommunity.wsgi:application.

A process loads all that it needs before its first request. Meanwhile nothing is collected: there is
no rubbish in what has just been loaded, and to look for some takes a fifth of the start. What was
loaded stays, so later collections need not look at it either.
"""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecommunity.settings")
gc.disable()
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
gc.freeze()
gc.enable()
