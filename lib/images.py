"""Photographs: decoded and written anew, so that nothing but pixels survives an upload."""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from lib.errors import BadUpload

register_heif_opener()
# A picture of more pixels is refused before it is decoded: 80 million are a 100-megapixel phone's.
Image.MAX_IMAGE_PIXELS = 110_000_000
LONG_SIDE = 1600
#: The first pictures with EXIF are of 1995.
EARLIEST_YEAR = 1990


@dataclass(frozen=True)
class CleanPhoto:
    """A photograph safe to keep: JPEG bytes without metadata, its digest, what its EXIF claimed."""

    content: ContentFile
    sha256: str
    width: int
    height: int
    taken_at: dt.datetime | None


def clean_photo(upload: UploadedFile) -> CleanPhoto:
    """Decode `upload` and write it anew as JPEG, at most 1600 px on the long side, upright.

    Raises BadUpload when it is too large or no photograph (JPEG, PNG, WebP, HEIC).
    """
    if upload.size > settings.UPLOAD_MAX_PHOTO:
        limit = settings.UPLOAD_MAX_PHOTO // 1024 // 1024
        raise BadUpload(_("The photo is larger than %(limit)d MB.") % {"limit": limit})
    try:
        with Image.open(upload, formats=("JPEG", "PNG", "WEBP", "HEIF")) as image:
            if image.width * image.height > Image.MAX_IMAGE_PIXELS:
                raise _too_many_pixels()  # Pillow itself refuses only twice as many
            taken_at = _taken_at(image)
            image.draft("RGB", (LONG_SIDE, LONG_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadUpload(_("This file is no photo: send a JPEG, PNG, WebP or HEIC file.")) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    buffer = io.BytesIO()
    upright.save(buffer, "JPEG", quality=82, optimize=True)
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    return CleanPhoto(ContentFile(data, name=f"{digest[:32]}.jpg"), digest, *upright.size, taken_at)


def _too_many_pixels() -> BadUpload:
    return BadUpload(_("The photo has too many pixels."))


def _taken_at(image: Image.Image) -> dt.datetime | None:
    """Return the local time that the camera wrote, without time zone, or None."""
    text = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        taken_at = dt.datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    # A camera whose clock was never set; before the year 2 there is no moment in UTC to keep.
    return taken_at if taken_at.year >= EARLIEST_YEAR else None
