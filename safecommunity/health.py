"""Liveness: can the portal read its database and its cache?"""

import logging

from django.core.cache import cache
from django.db import Error as DatabaseError, connection
from django.http import JsonResponse

logger = logging.getLogger(__name__)


def health_response() -> JsonResponse:
    """Return 200 when database and cache answer, else 503; the body names the part."""
    parts = {"database": _database(), "cache": _cache()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        logger.exception("health: database")
        return False


def _cache() -> bool:
    """The cache writes its own outages into the log (lib.outages)."""
    cache.set("healthz", 1, 5)
    return cache.get("healthz") == 1
