"""Photographs: decoded and written anew, so that nothing but pixels survives an upload."""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from lib import photo_reader
from lib.children import Busy, TooLarge, Unreadable, ask, one_at_a_time
from lib.errors import BadUpload

#: The first pictures with EXIF are of 1995.
EARLIEST_YEAR = 1990
#: A JPEG of up to so many pixels is decoded where it comes in, in 0.1 s and 20 MB.
EVERYDAY_PIXELS = 25_000_000
#: Side of a picture in a list on a phone, in pixels of a screen with two for each.
SMALL = 128
#: How long others wait for their turn with an unusual picture, and how long it may take.
PATIENCE, MOST_SECONDS = 2, 20


@dataclass(frozen=True)
class CleanPhoto:
    """A photograph safe to keep: JPEG bytes without metadata, its digest, what its EXIF claimed.

    `name` is the name that it came with, with the ending that it now deserves.
    """

    name: str
    content: ContentFile
    sha256: str
    width: int
    height: int
    taken_at: dt.datetime | None


def clean_photo(upload: UploadedFile) -> CleanPhoto:
    """Decode `upload` and write it anew as JPEG, at most 1600 px on the long side, upright.

    Raises BadUpload when it is too large or no photograph (JPEG, PNG, WebP, HEIC). Takes up to some
    seconds: call it outside of transactions.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_PHOTO:
        limit = settings.UPLOAD_MAX_PHOTO // 1024 // 1024
        raise BadUpload(_("The photo is larger than %(limit)d MB.") % {"limit": limit})
    try:
        small = _shrink(upload)
    except (Unreadable, *photo_reader.UNREADABLE_ERRORS) as error:
        raise BadUpload(_("This file is no photo: send a JPEG, PNG, WebP or HEIC file.")) from error
    except (TooLarge, photo_reader.TooManyPixels) as error:
        raise BadUpload(_("The photo has too many pixels.")) from error
    except Busy as error:
        text = _("Several large photos are being read just now. Send this one again in a moment.")
        raise BadUpload(text) from error
    return _clean(upload.name or "", small)


def _shrink(upload: UploadedFile) -> photo_reader.Small:
    upload.seek(0)
    if photo_reader.is_everyday(upload, EVERYDAY_PIXELS):
        return photo_reader.shrink(upload, ("JPEG",))
    with one_at_a_time(photo_reader, PATIENCE):
        answer = ask(photo_reader, data=upload.read(), seconds=MOST_SECONDS)
    return photo_reader.Small(*answer)


def _clean(name: str, small: photo_reader.Small) -> CleanPhoto:
    digest = hashlib.sha256(small.data).hexdigest()
    return CleanPhoto(
        name=Path(name).with_suffix(".jpg").name if Path(name).name else "photo.jpg",
        content=ContentFile(small.data, name=f"{digest[:32]}.jpg"),
        sha256=digest,
        width=small.width,
        height=small.height,
        taken_at=_moment(small.taken),
    )


def _moment(text: str) -> dt.datetime | None:
    """Return the local time that the camera wrote, without time zone, or None."""
    try:
        taken_at = dt.datetime.strptime(text, "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    # A camera whose clock was never set; before the year 2 there is no moment in UTC to keep.
    return taken_at if taken_at.year >= EARLIEST_YEAR else None


def thumbnail(photo: IO[bytes]) -> ContentFile:
    """Return a kept photograph as a small JPEG, at most SMALL px on either side.

    Of what `clean_photo` has written only an eighth of the pixels is decoded: some milliseconds.
    """
    with photo, Image.open(photo, formats=("JPEG",)) as image:
        image.draft("RGB", (SMALL, SMALL))
        image.thumbnail((SMALL, SMALL))
        small = io.BytesIO()
        image.convert("RGB").save(small, "JPEG", quality=75)
    return ContentFile(small.getvalue(), name="small.jpg")
