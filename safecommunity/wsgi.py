"""WSGI entry point: granian --interface wsgi safecommunity.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecommunity.settings")
application = get_wsgi_application()
