"""A photo never takes the portal down, and comes out as it looked, with nothing hidden in it."""

import contextlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image
from pillow_heif import from_pillow, register_heif_opener

from communities.models import Attachment, Organisation
from lib import children, images, photo_reader
from lib.errors import BadUpload
from lib.images import clean_photo
from tests.security.photos import encoded, huge_png, upload

#: Prints the most memory that a reader ever held, in KiB. It stands between the tests and the
#: reader, to whom the kernel would count the memory of the process from which it came.
PEAK = """
import os, subprocess, sys
with open(sys.argv[2], "rb") as photo:
    reader = subprocess.Popen([sys.executable, "-I", sys.argv[1]], stdin=photo, stdout=-1)
assert reader.stdout.read()
_pid, status, used = os.wait4(reader.pid, 0)
assert status == 0
print(used.ru_maxrss)
"""
WHITE, RED, PINK, GREY = (255, 255, 255), (255, 0, 0), (255, 127, 127), (128, 128, 128)


def pixel(data: bytes, name: str = "a.png") -> tuple[int, ...]:
    """The first pixel after cleaning."""
    with Image.open(clean_photo(upload(data, name)).content) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")
        return image.getpixel((0, 0))


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """JPEG changes colours a little."""
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


def palette(**options: object) -> bytes:
    """A picture of one palette colour, red, which `transparency` may name."""
    image = Image.new("P", (9, 9), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    return encoded(image, "PNG", **options)


#: An answer of the reader.
RED_JPEG = (b"", 8, 8, "")
LOOKS = {
    "transparent": (encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG"), WHITE),
    "half transparent": (
        encoded(Image.new("RGBA", (9, 9), (255, 0, 0, 128)), "PNG"),
        (255, 127, 127),
    ),
    "transparent grey": (encoded(Image.new("LA", (9, 9), (0, 0)), "PNG"), WHITE),
    "opaque grey": (encoded(Image.new("LA", (9, 9), (128, 255)), "PNG"), GREY),
    "palette": (palette(), RED),
    "palette with transparency": (palette(transparency=0), WHITE),
    "colour declared transparent": (
        encoded(Image.new("RGB", (9, 9), RED), "PNG", transparency=RED),
        WHITE,
    ),
    "16 bits": (encoded(Image.new("I;16", (9, 9), 128 * 257), "PNG"), GREY),
    "16 bits, black": (encoded(Image.new("I;16", (9, 9), 0), "PNG"), (0, 0, 0)),
    "black and white": (encoded(Image.new("1", (9, 9), 1), "PNG"), WHITE),
    "print colours": (encoded(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG"), RED),
    "animated": (
        encoded(
            Image.new("RGB", (9, 9), RED),
            "PNG",
            save_all=True,
            append_images=[Image.new("RGB", (9, 9))],
        ),
        RED,
    ),
    "animated WebP": (
        encoded(
            Image.new("RGB", (9, 9), RED),
            "WEBP",
            save_all=True,
            lossless=True,
            append_images=[Image.new("RGB", (9, 9))],
        ),
        RED,
    ),
    "WebP with transparency": (
        encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "WEBP", lossless=True),
        WHITE,
    ),
}


@pytest.mark.parametrize("what", LOOKS)
def test_a_picture_comes_out_as_it_looked(what) -> None:
    """On the white of the page when it is transparent, never black, never overexposed."""
    data, colour = LOOKS[what]
    assert near(pixel(data), colour)


def test_a_signature_drawn_on_nothing_stays_readable() -> None:
    """Black strokes on a white ground, not black on black."""
    path = Path(__file__).with_name("transparent_signature.png")
    with Image.open(clean_photo(upload(path.read_bytes())).content) as image:
        darkest, lightest = image.convert("L").getextrema()
    assert darkest < 60 and lightest > 240


def test_only_pixels_survive() -> None:
    """No comment, no place, no profile, no thumbnail; large and small, everyday and not."""
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    for size in ((64, 48), (3000, 2000)):
        for progressive in (False, True):
            data = encoded(
                Image.new("RGB", size, RED),
                "JPEG",
                comment=b"SECRET",
                exif=exif,
                progressive=progressive,
            )
            clean = clean_photo(upload(data + b"SECRET", "a.jpg")).content.read()
            assert b"SECRET" not in clean and b"Exif" not in clean


def test_a_photo_stands_upright_and_bears_its_new_ending() -> None:
    """The camera says how it was held; a HEIC becomes a JPEG and is called so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    for size, upright in (((40, 20), (20, 40)), ((4000, 2000), (800, 1600))):
        photo = clean_photo(upload(encoded(Image.new("RGB", size), "JPEG", exif=exif), "a.jpeg"))
        assert (photo.width, photo.height) == upright
    buffer = io.BytesIO()
    from_pillow(Image.new("RGB", (64, 64), RED)).save(buffer, format="HEIF")
    assert clean_photo(upload(buffer.getvalue(), "门口.HEIC")).name == "门口.jpg"


@pytest.mark.parametrize("side", [7_000, 10_480, 11_000])
def test_more_pixels_than_a_screen_or_scan_has_are_refused(side) -> None:
    """A sentence, before anything is decoded."""
    with pytest.raises(BadUpload, match="too many pixels"):
        clean_photo(upload(huge_png(side)))


@pytest.mark.parametrize("kind", ["WEBP", "JPEG"])
def test_so_are_those_that_no_decoder_draws_row_by_row(kind) -> None:
    """A progressive JPEG is kept whole by its decoder, a WebP three times."""
    image = Image.new("L", (7_000, 7_000))
    options = {"progressive": True} if kind == "JPEG" else {"method": 0}
    with pytest.raises(BadUpload, match="too many pixels"):
        clean_photo(upload(encoded(image, kind, **options)))


@pytest.mark.parametrize(
    ("kind", "mode", "size"),
    [
        ("HEIF", "RGB", (8064, 6048)),
        ("HEIF", "RGBA", (6800, 5100)),
        ("PNG", "RGBA", (7700, 5800)),
        ("WEBP", "RGB", (4300, 3200)),
        ("JPEG", "RGB", (7700, 5800)),
    ],
)
def test_the_largest_that_is_taken_costs_300_megabytes(kind, mode, size, tmp_path) -> None:
    """The process that decodes it, all included; an inspection's photos come one at a time."""
    image = Image.new(mode, size, "red")
    options = {"JPEG": {"progressive": True}, "WEBP": {"method": 0}}.get(kind, {})
    buffer = io.BytesIO()
    register_heif_opener()
    image.save(buffer, kind, **options)
    source = tmp_path / "photo"
    source.write_bytes(buffer.getvalue())
    command = [sys.executable, "-c", PEAK, photo_reader.__file__, str(source)]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert int(said.stdout) <= 310 * 1024


def test_a_picture_turned_in_heic_comes_out_upright_and_in_its_colours() -> None:
    """Its strips are taken from the decoder's own memory, line by line."""
    image = Image.new("RGB", (700, 300), RED)
    image.paste((0, 0, 255), (0, 0, 350, 300))
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    from_pillow(image).save(buffer, format="HEIF", exif=exif.tobytes())
    photo = clean_photo(upload(buffer.getvalue(), "a.heic"))
    with Image.open(photo.content) as found:
        assert found.size == (300, 700)
        assert found.getpixel((150, 20))[2] > 200
        assert found.getpixel((150, 680))[0] > 200


def test_a_phone_of_100_megapixels_is_welcome() -> None:
    """JPEG is drawn smaller while it is decoded."""
    photo = clean_photo(upload(encoded(Image.new("L", (12_000, 9_000)), "JPEG"), "a.jpg"))
    assert (photo.width, photo.height) == (1600, 1200)


def test_an_everyday_photo_costs_no_process(monkeypatch) -> None:
    """Phones send baseline JPEGs; those are decoded at once, all others elsewhere."""
    asked = []
    monkeypatch.setattr(images, "ask", lambda *_reader, **_more: asked.append(1) or RED_JPEG)
    image = Image.new("RGB", (4032, 3024), RED)
    assert clean_photo(upload(encoded(image, "JPEG"), "a.jpg")).width == 1600
    assert not asked
    clean_photo(upload(encoded(image, "JPEG", progressive=True), "a.jpg"))
    clean_photo(upload(palette()))
    assert len(asked) == 2


def test_a_second_large_picture_does_not_wait_for_ever(monkeypatch) -> None:
    """The thread that waits is missing on the sign-in page."""
    monkeypatch.setattr(images, "PATIENCE", 0.1)
    with (
        children.one_at_a_time(photo_reader, 1),
        pytest.raises(BadUpload, match="again in a moment"),
    ):
        clean_photo(upload(palette()))
    assert near(pixel(palette()), RED)


def test_a_picture_that_takes_too_long_is_refused(monkeypatch) -> None:
    """With a sentence; the place is free again afterwards."""
    monkeypatch.setattr(images, "MOST_SECONDS", 0.001)
    with pytest.raises(BadUpload, match="too many pixels"):
        clean_photo(upload(palette()))


def test_a_refused_photo_leaves_no_file(cast, places, as_user) -> None:
    """Chen reads why; neither a row nor a file is there."""
    target = Organisation.objects.create(area=places.street, name="医院", sector="hospital")
    url = reverse("communities:attachment-add", args=["communities.organisation", target.pk])
    file = upload(huge_png(7_000))
    page = as_user(cast.chen).post(url, {"file": file}, follow=True)
    assert "too many pixels" in page.text
    assert not Attachment.objects.exists()
    with contextlib.suppress(FileNotFoundError):
        assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))
