"""Input made to break something: a message at the field, never an error page."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from communities.models import Area, Population
from lib.images import clean_photo
from tests.cast import PASSWORD
from tests.grids.makers import hazard, premises


def jpeg_taken(text: str) -> SimpleUploadedFile:
    """A JPEG whose camera wrote this time."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = text
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile("a.jpg", buffer.getvalue())


def test_a_camera_without_a_clock_tells_no_time() -> None:
    """The year 1 cannot be kept as a moment in UTC."""
    assert clean_photo(jpeg_taken("0001:01:01 00:00:00")).taken_at is None
    assert clean_photo(jpeg_taken("2026:01:02 03:04:05")).taken_at.year == 2026


BROKEN = [
    '{"type": "Feature", "geometry": null}',
    '{"type": "Feature", "geometry": [1]}',
    '{"type": "Polygon"}',
    '{"type": "Polygon", "coordinates": "everywhere"}',
    '{"type": "Polygon", "coordinates": []}',
    '{"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}',
    '{"type": "Polygon", "coordinates": [[[1, 2], ["x", 4], [5, 6], [1, 2]]]}',
    '{"type": "Polygon", "coordinates": [[[1, 2], [300, 4], [5, 6], [1, 2]]]}',
    '{"type": "MultiPolygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]}',
    '{"type": "Polygon", "coordinates": [[[1, 2], [3, NaN], [5, 6], [1, 2]]]}',
    "[" * 100_000,
    '{"type": "Polygon", "coordinates": ' + "[" * 900 + "]" * 900 + "}",
]


@pytest.mark.parametrize("boundary", BROKEN)
def test_a_boundary_that_no_map_can_draw_is_refused_at_its_field(
    cast, places, as_user, boundary
) -> None:
    """One such area would leave everybody in the street without a map."""
    data = {"name": "东社区", "kind": "community", "code": places.east.code, "boundary": boundary}
    url = reverse("communities:area-edit", args=[places.east.pk])
    page = as_user(cast.chen).post(url, data | {"valid_from": "2000-01-01"})
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"boundary"}
    assert Area.objects.get(pk=places.east.pk).boundary is None


def test_a_boundary_is_taken_with_its_holes(cast, places, as_user) -> None:
    """A Feature is unpacked."""
    ring = "[[104.0, 30.6], [104.1, 30.6], [104.1, 30.7], [104.0, 30.6]]"
    hole = "[[104.05, 30.61], [104.06, 30.61], [104.06, 30.62], [104.05, 30.61]]"
    text = (
        f'{{"type": "Feature", "geometry": {{"type": "Polygon", "coordinates": [{ring},{hole}]}}}}'
    )
    data = {"name": "东社区", "kind": "community", "code": places.east.code, "boundary": text}
    url = reverse("communities:area-edit", args=[places.east.pk])
    as_user(cast.chen).post(url, data | {"valid_from": "2000-01-01"})
    assert len(Area.objects.get(pk=places.east.pk).boundary["coordinates"]) == 2


@pytest.mark.parametrize(
    "table",
    [
        "code,m_0-4,total\n990100001001,5,many\n",
        "m_0-4,f_0-4,code\n5\n",
        f"code,m_{'9' * 5000}\n990100001001,5\n",
        f"code,sex,age,persons\n990100001001,1,{'9' * 5000},5\n",
        "code,sex,age,persons\n990100001001\n",
    ],
)
def test_a_strange_population_table_gets_a_message(cast, places, as_user, table) -> None:
    """Each names a row or the heading; nothing is kept."""
    file = SimpleUploadedFile("a.csv", table.encode())
    page = as_user(cast.chen).post(
        reverse("communities:population-import"), {"year": 2025, "workbook": file}
    )
    assert page.status_code == 200
    assert not Population.objects.exists()


ODD = [
    "start=0001-01-01&end=9999-12-31",
    "start=9999-12-31&end=0001-01-01",
    "q=%00&area=zz&sort=created_by__password&page=99999999999999999999",
    "area=%00&project=%00&premises=%00&site=%00&batch=zz&category=%00&state=%00&period=9999-13",
]
PAGES = [
    "injuries:records",
    "injuries:imports",
    "injuries:sites",
    "premises:list",
    "grids:inspections",
    "grids:hazards",
    "grids:hazard-new",
    "premises:new",
    "grids:map",
    "training:events",
    "training:drills",
    "actions:actions",
    "training:materials",
    "training:issues",
    "training:overview",
    "programmes:projects",
    "programmes:indicators",
    "programmes:measures",
    "programmes:values",
    "reports:runs",
    "monitoring:dashboard",
    "communities:areas",
    "communities:organisations",
    "communities:area-new",
    "communities:audit",
    "communities:users",
]


@pytest.mark.parametrize("query", ODD)
def test_an_address_written_by_hand_shows_a_page(cast, places, as_user, query) -> None:
    """Or that there is no such thing: every list and form, for the superuser who opens all."""
    client = as_user(cast.admin)
    answers = {name: client.get(f"{reverse(name)}?{query}").status_code for name in PAGES}
    assert {name: code for name, code in answers.items() if code not in {200, 404}} == {}


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_address_leads_out_of_the_portal(cast, client, place) -> None:
    """Neither the switch of languages nor the sign-in follows it."""
    switched = client.post(reverse("set_language"), {"language": "en", "next": place})
    assert switched.url == "/"
    given = {"login": "chen", "password": PASSWORD, "next": place}
    assert client.post(reverse("account_login"), given).url == "/"


@pytest.mark.parametrize("revision", ["-9223372036854775809", "9" * 400])
def test_a_page_that_names_an_impossible_revision_is_an_old_page(
    cast, places, as_user, revision
) -> None:
    """PostgreSQL counts no further than a bigint; what has changed since is told all the same."""
    place = premises(places)
    found = hazard(place, cast.wang)
    url = reverse("grids:hazard-withdraw", args=[found.pk])
    page = as_user(cast.chen).post(url, {"revision": revision, "note": "重复"})
    assert page.status_code == 200
    (told,) = page.context["form"].non_field_errors()
    assert "changed after your page was opened" in told
    found.refresh_from_db()
    assert found.state == "found"


@pytest.mark.parametrize("words", ["\x00", "福\x00源", "福源\x07"])
def test_searching_for_what_nobody_sees_finds_the_words_around_it(
    cast, places, as_user, words
) -> None:
    """PostgreSQL takes no NUL in a text."""
    place = premises(places, name="福源便利店")
    page = as_user(cast.wang).get(reverse("grids:inspect"), {"q": words})
    assert page.status_code == 200
    assert list(page.context["found"]) == [place]
