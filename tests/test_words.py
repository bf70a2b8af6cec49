"""The words of the pages: nothing that only a programmer reads, in either language."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from tests.access.table import Row, World
from tests.test_access_table import modules

PAGES = [
    pytest.param(module, row, id=row.name)
    for module in modules()
    for row in module.ROWS
    if row.method == "get" and row.statuses["admin"] == 200
]
#: What no reader should meet: an empty choice in dashes, a key of the code, a value of Python.
NOT_WORDS = re.compile(
    r"-{5,}"
    r"|(?:^|[:：] ?)(?:None|True|False)$"
    r"|\b[a-z]+_[a-z_]+\b"  # snake_case
    r"|\{'|\['|<[A-Z]\w+: "
)
#: Latin words that a Chinese page may have: names that have no other.
LATIN = re.compile(r"[A-Za-z][A-Za-z_-]{2,}")
NAMES = {
    *("English", "CSV", "Excel", "PDF", "Word", "JavaScript", "xlsx", "xls", "ods", "csv", "tsv"),
    *("NEISS", "Webhook", "JSON", "X-SafeCommunity-Signature"),
    *("GeoJSON", "FeatureCollection", "WGS-", "EPSG", "code", "name", "parent", "adcode"),
    *("RFC", "GCJ-", "ICD-", "SHA-", "Garwood", "Byar", "Wilson", "chinesecalendar"),
}
#: What people typed, and keys that are shown to be compared: file names, digests, sign-in names.
TYPED = re.compile(r"\w+\.(?:csv|txt|xlsx)|\b[0-9a-f]{64}\b|\b\d{8}-[0-9A-F]{6}\b")


def seen(page: bytes) -> Iterator[str]:
    """Yield each text of the page that is seen or read aloud."""
    tree = html.fromstring(page.decode())
    for element in tree.xpath(
        "//script | //style | //template | //pre | //code | //textarea"
        " | //body//*[@lang='en']"  # the English name of something that has two
    ):
        element.drop_tree()
    for text in tree.xpath("//body//text()"):
        if words := " ".join(text.split()):
            yield words
    for name in ("aria-label", "placeholder", "alt", "title"):
        yield from tree.xpath(f"//body//@{name}")


@pytest.mark.parametrize(("module", "row"), PAGES)
def test_no_page_speaks_the_language_of_its_code(
    module: Any, row: Row, places, cast, as_user
) -> None:
    world = World(places, cast)
    with override("zh-hans"):  # what somebody does stays in the trail in his or her language
        module.build(world)
    address = reverse(row.name, args=row.args(world))
    chinese, english = (texts_of(as_user(cast.admin), address, one) for one in ("zh-hans", "en"))
    assert not {text for text in chinese | english if NOT_WORDS.search(text)}
    names = NAMES | {user.username for user in vars(cast).values()}
    assert not {text for text in chinese if set(LATIN.findall(TYPED.sub("", text))) - names}


def texts_of(client: Client, address: str, language: str) -> set[str]:
    """Return the texts of a page; none of a file."""
    client.cookies["language"] = language
    response = client.get(address)
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return set()
    return set(seen(response.content))


def test_ranges_are_written_in_one_form() -> None:
    """With " – " on screens, in charts, in documents; files that are read may have others."""
    po = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES" / "django.po"
    written = [line for line in po.read_text("utf-8").splitlines() if line.startswith(("msg", '"'))]
    assert not [line for line in written if re.search(r"[\w)%][～~][\w(%]", line)]
