"""How often a person may ask for something in a minute: a fast typist yes, a machine no."""

import time

from django.core.cache import cache

from accounts.guesses import increased
from accounts.models import User


def too_many(user: User, what: str, most: int) -> bool:
    """Count one more `what` of this minute; tell whether there are more than `most`."""
    key = f"pace:{what}:{user.pk}:{int(time.time() // 60)}"
    cache.add(key, 0, 120)
    return increased(key, 1) > most
