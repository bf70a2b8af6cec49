"""Makes a small JPEG of a photograph; also a process of its own: `python photo_reader.py < photo`.

Decoded, a picture of 300 kilobytes can be 440 MB, and decoders of HEIC and WebP hold the whole
interpreter while they work. So all but everyday JPEGs (`lib.images`) are decoded in a process with
limited memory that may die. It costs about 0.2 s a photo.

The answer on standard output is a pickle of a `Small` as a tuple. Exit codes as in `lib.children`.
"""

import io
import pickle
import resource
import sys
from collections.abc import Iterator
from typing import IO, NamedTuple

from PIL import ExifTags, Image, ImageFile, ImageOps, UnidentifiedImageError

LONG_SIDE = 1600
#: A JPEG in one scan is drawn smaller while it is decoded: so a phone's 100 megapixels are fine.
MOST_PIXELS_IN_ONE_SCAN = 110_000_000
#: Everything else is decoded whole: so many pixels take at most 300 MB, the process included
#: (benchmarks/README.md). A phone's HEIC of 48 megapixels (8064 × 6048) is among them.
MOST_PIXELS = {"JPEG": 45_000_000, "PNG": 45_000_000, "WEBP": 14_000_000, "HEIF": 48_800_000}
MOST_PIXELS_OF_HEIF_WITH_ALPHA = 35_000_000
#: Rows that are converted at a time, so that no second copy of the whole picture exists.
STRIP = 256
MOST_MEMORY = 1024 * 1024 * 1024
UNREADABLE, TOO_LARGE = 3, 4
UNREADABLE_ERRORS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
# We count the pixels ourselves, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


class TooManyPixels(Exception):
    """The picture is larger than any that people take."""


class Small(NamedTuple):
    """JPEG bytes without metadata, the size in pixels, the time that the camera wrote or ""."""

    data: bytes
    width: int
    height: int
    taken: str


def is_everyday(file: IO[bytes], most_pixels: int) -> bool:
    """Tell whether `file` is a JPEG of so many pixels that is decoded row by row."""
    try:
        with Image.open(file, formats=("JPEG",)) as image:
            return image.width * image.height <= most_pixels and _in_one_scan(image)
    except UNREADABLE_ERRORS:
        return False
    finally:
        file.seek(0)


def shrink(file: IO[bytes], formats: tuple[str, ...]) -> Small:
    """Decode `file` and write it anew, upright, on white, at most LONG_SIDE pixels long.

    Raises TooManyPixels, or one of UNREADABLE_ERRORS.
    """
    with Image.open(file, formats=formats) as image:
        if image.width * image.height > _most_pixels(image):
            raise TooManyPixels
        exif = image.getexif()
        taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")
        scale = LONG_SIDE / max(image.size)
        image.draft("RGB", (int(image.width * scale), int(image.height * scale)))
        small = on_white(image, file)
    small.thumbnail((LONG_SIDE, LONG_SIDE))
    small.getexif()[ExifTags.Base.Orientation] = exif.get(ExifTags.Base.Orientation, 1)
    ImageOps.exif_transpose(small, in_place=True)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=82, optimize=True, exif=b"")
    return Small(buffer.getvalue(), *small.size, str(taken))


def _most_pixels(image: ImageFile.ImageFile) -> int:
    if image.format == "JPEG" and _in_one_scan(image):
        return MOST_PIXELS_IN_ONE_SCAN
    if image.format == "HEIF" and len(image.getbands()) > 3:
        return MOST_PIXELS_OF_HEIF_WITH_ALPHA
    return MOST_PIXELS.get(image.format or "", MOST_PIXELS["JPEG"])


def _in_one_scan(image: ImageFile.ImageFile) -> bool:
    """Tell whether all colours of a JPEG stand in its first scan: libjpeg then keeps no picture.

    Pillow stops reading behind the head of that scan: its mark, its length, its number of colours.
    """
    colours = len(image.getbands())
    length = 6 + 2 * colours
    if image.fp is None:
        return False
    image.fp.seek(max(0, image.fp.tell() - length - 2))
    head = b"\xff\xda" + length.to_bytes(2, "big") + bytes([colours])
    return image.fp.read(5) == head and not image.info.get("progressive")


def on_white(image: Image.Image, file: IO[bytes]) -> Image.Image:
    """Return `image` as RGB on a white ground, reduced by a whole number, without its `info`.

    `file` is what it was opened from.
    """
    factor = max(1, max(image.size) // (2 * LONG_SIDE))
    size = (-(-image.width // factor), -(-image.height // factor))
    small = Image.new("RGB", size, "white")
    strips = _strips_of_heif(file, STRIP * factor) if image.format == "HEIF" else None
    for top, strip in strips or _strips(image, STRIP * factor):
        small.paste(_opaque(strip).reduce(factor), (0, top // factor))
    return small


def _strips(image: Image.Image, rows: int) -> Iterator[tuple[int, Image.Image]]:
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _strips_of_heif(file: IO[bytes], rows: int) -> Iterator[tuple[int, Image.Image]]:
    """Yield the strips from where the decoder has put them: Pillow would copy the whole picture."""
    from pillow_heif import open_heif  # only in a process of its own

    file.seek(0)
    whole = open_heif(file)
    width, height = whole.size
    pixels, line, mode = memoryview(whole.data), whole.stride, whole.mode
    for top in range(0, height, rows):
        count = min(rows, height - top)
        strip = pixels[top * line : (top + count) * line]
        size = (width, count)
        # Pillow takes any buffer; its types name three.
        yield top, Image.frombuffer(mode, size, strip, "raw", mode, line, 1)  # type: ignore[arg-type]  # see above


def _opaque(strip: Image.Image) -> Image.Image:
    """Return `strip` as RGB: 16 bits a pixel scaled to 8, what is transparent in white."""
    if strip.mode.startswith("I"):
        # Pillow cuts what is above 255 off, which is nearly everything.
        return strip.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if strip.mode not in {"LA", "PA", "RGBA"} and "transparency" not in strip.info:
        return strip.convert("RGB")
    coloured = strip.convert("RGBA")
    white = Image.new("RGB", strip.size, "white")
    white.paste(coloured, mask=coloured.getchannel("A"))
    return white


def main() -> int:
    """Limit the memory, read standard input, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    try:
        small = shrink(io.BytesIO(sys.stdin.buffer.read()), ("JPEG", "PNG", "WEBP", "HEIF"))
    except (TooManyPixels, MemoryError):
        return TOO_LARGE
    except UNREADABLE_ERRORS:
        return UNREADABLE
    pickle.dump(tuple(small), sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
