"""The name and emblem by which people know whose portal this is."""

import hashlib
import io
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from PIL import Image

from accounts import audit
from accounts.models import User
from communities.models import Area, AreaKind, Emblem
from lib.images import CleanPhoto

#: Pixels of the longer side: four times what the sign-in page shows.
LONG_SIDE = 256
#: Seconds for which every page shows the same; a change is shown at once.
KEEP_SECONDS = 300
KEY = "communities.office"


@dataclass(frozen=True)
class Office:
    """Whose portal this is. `name` is empty where no single street is meant; `emblem` a digest."""

    name: str = ""
    emblem: str = ""


@transaction.atomic
def keep_emblem(*, actor: User, area: Area, photo: CleanPhoto) -> Emblem:
    """Keep a picture as the emblem of a street, instead of the one before."""
    image = _small(photo)
    digest = hashlib.sha256(image).hexdigest()
    emblem, _new = Emblem.objects.update_or_create(
        area=area, defaults={"image": image, "sha256": digest}
    )
    audit.record(
        actor=actor,
        code="communities.emblem.kept",
        target=area,
        changes={"sha256": [None, digest]},
    )
    transaction.on_commit(forget)
    return emblem


@transaction.atomic
def remove_emblem(*, actor: User, area: Area) -> None:
    """Take the emblem of a street away."""
    Emblem.objects.filter(area=area).delete()
    audit.record(actor=actor, code="communities.emblem.removed", target=area)
    transaction.on_commit(forget)


def forget() -> None:
    """Look for the office anew on the next page."""
    cache.delete(KEY)


def office() -> Office:
    """Return whose portal this is: the one street that it has."""
    kept: tuple[str, str] | None = cache.get(KEY)
    if kept is None:
        kept = _found()
        cache.set(KEY, kept, KEEP_SECONDS)
    return Office(*kept)


def _found() -> tuple[str, str]:
    streets = list(Area.objects.of_kind(AreaKind.STREET).valid_on()[:2])
    if len(streets) != 1:
        return "", ""
    digests = Emblem.objects.filter(area=streets[0]).values_list("sha256", flat=True)
    return streets[0].name, digests.first() or ""


def _small(photo: CleanPhoto) -> bytes:
    """Return the picture, which `lib.images` has already written anew, at LONG_SIDE."""
    with Image.open(photo.content.open(), formats=("JPEG",)) as image:
        image.thumbnail((LONG_SIDE, LONG_SIDE))
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=88, optimize=True)
    return buffer.getvalue()
