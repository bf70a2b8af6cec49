"""ASGI entry point: granian --interface asgi safecommunity.asgi:application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecommunity.settings")
application = get_asgi_application()
