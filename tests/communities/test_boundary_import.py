"""Chen brings the boundaries of the whole street in one file; each area finds its own."""

import json
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities import boundaries
from communities.models import Area, BoundaryDraft
from communities.retention import BOUNDARIES
from communities.services.areas import add_area
from communities.services.boundaries import remove_old_boundaries
from lib import children, polygon_reader
from lib.forms import UploadField
from lib.geojson import foreign_system
from tests.sent import form_on

DATA = Path(__file__).with_name("data")
URL = reverse("communities:boundary-import")


def box(west: float, south: float, east: float, north: float) -> dict:
    """A rectangle."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: object, **properties: object) -> dict:
    """A Feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file_of(*features: object, **more: object) -> SimpleUploadedFile:
    """A GeoJSON file."""
    text = json.dumps({"type": "FeatureCollection", "features": features, **more})
    return SimpleUploadedFile("社区.geojson", text.encode())


def look(client, file: SimpleUploadedFile):
    """Upload and open the preview."""
    answer = client.post(URL, {"file": file}, follow=True)
    assert answer.status_code == 200
    return answer


def lines_of(page) -> dict[str, tuple]:
    """What the preview says, by what the file calls an area."""
    return {one.called: (one.area, one.status, one.said) for one in page.context["lines"]}


def keep(client, page):
    """Press the button as the page was drawn."""
    url = page.context["draft"].get_absolute_url() + "keep/"
    return client.post(url, form_on(page, with_field="revision"), follow=True)


def test_all_areas_of_a_file_are_kept_at_once(cast, places, as_user) -> None:
    """By code, by a code filled up with zeros, by name; the trail has each of them."""
    chen = as_user(cast.chen)
    file = file_of(
        feature(box(114, 30, 114.2, 30.1), adcode="990100001000", name="金沙街道"),
        feature(box(114, 30, 114.1, 30.1), code=990100001001, name="东社区"),
        feature(box(114.1, 30, 114.2, 30.1), 名称="西社区居委会"),
    )
    page = look(chen, file)
    assert [(one.area, one.status) for one in page.context["lines"]] == [
        (places.street, "new"),
        (places.east, "new"),
        (places.west, "new"),
    ]
    assert not Area.objects.exclude(boundary=None).exists()
    answer = keep(chen, page)
    assert "The boundaries of 3 areas have been kept." in answer.content.decode()
    places.west.refresh_from_db()
    assert places.west.boundary == box(114.1, 30, 114.2, 30.1)
    assert places.west.revision == 2
    assert AuditEntry.objects.filter(code="communities.area.changed").count() == 3
    entry = AuditEntry.objects.get(code="communities.boundaries.kept")
    assert entry.changes == {"areas": [None, 3]}
    assert entry.actor == cast.chen


def test_what_is_not_matched_is_told_and_what_is_there_replaced(cast, places, as_user) -> None:
    """An area of the neighbouring street is nobody that chen may change."""
    Area.objects.filter(pk=places.east.pk).update(boundary=box(114, 30, 114.1, 30.1))
    Area.objects.filter(pk=places.west.pk).update(boundary=box(114.2, 30, 114.3, 30.1))
    chen = as_user(cast.chen)
    page = look(
        chen,
        file_of(
            feature(box(114, 30, 114.1, 30.1), code="990100001001"),
            feature(box(114.2, 30, 114.3, 30.2), code="990100001002"),
            feature(box(115, 30, 115.1, 30.1), name="邻社区"),
            feature(box(116, 30, 116.1, 30.1), name="东一网格"),
            feature(box(117, 30, 117.1, 30.1), name="东一网格"),
        ),
    )
    assert [one.status for one in page.context["lines"]] == [
        "same",
        "replaced",
        "unknown",
        "twice",
        "twice",
    ]
    keep(chen, page)
    assert Area.objects.get(pk=places.west.pk).boundary == box(114.2, 30, 114.3, 30.2)
    assert Area.objects.get(pk=places.grid1.pk).boundary is None
    assert Area.objects.get(pk=places.next_community.pk).boundary is None


def test_areas_of_the_same_name_are_told_apart_by_their_parent(cast, places, as_user) -> None:
    """Without the parent's name nobody guesses."""
    for parent, code in ((places.east, "990100001001009"), (places.west, "990100001002009")):
        add_area(actor=cast.chen, parent=parent, kind="grid", name="第一网格", code=code)
    east, west = Area.objects.filter(name="第一网格").order_by("path")
    page = look(
        as_user(cast.chen),
        file_of(
            feature(box(114, 30, 114.1, 30.1), name="第一网格"),
            feature(box(114.1, 30, 114.2, 30.1), name="第一网格", parent="西社区"),
            feature(box(114.3, 30, 114.4, 30.1), name="东社区第一网格"),
        ),
    )
    found = [(one.area, one.status) for one in page.context["lines"]]
    assert found == [(None, "several"), (west, "new"), (east, "new")]


def test_a_boundary_that_crosses_itself_is_mended_and_told(cast, places, as_user) -> None:
    """A spike of a thousandth is mended; two halves of a bow are not taken unasked."""
    spike = [[114, 30], [114.1, 30], [114.1, 30.1], [114.05, 30.1], [114.0501, 30.1001]]
    spike += [[114.0502, 30.0999], [114, 30.1], [114, 30]]
    bow = [[114.2, 30], [114.3, 30.1], [114.3, 30], [114.2, 30.1], [114.2, 30]]
    chen = as_user(cast.chen)
    page = look(
        chen,
        file_of(
            feature({"type": "Polygon", "coordinates": [spike]}, name="东社区"),
            feature({"type": "Polygon", "coordinates": [bow]}, name="西社区"),
        ),
    )
    mended, half = page.context["lines"]
    assert mended.chosen and "crosses itself at 114.05" in mended.said[0]
    assert "the surface changes by 0" in mended.said[0]
    assert not half.chosen and "crosses itself at 114.25, 30.05" in half.said[0]
    assert "the surface changes by 100 %" in half.said[0]
    keep(chen, page)
    assert Area.objects.get(pk=places.east.pk).boundary["type"] in {"Polygon", "MultiPolygon"}
    assert Area.objects.get(pk=places.west.pk).boundary is None


def test_swapped_coordinates_are_named_and_put_right(cast, places, as_user) -> None:
    """Latitude first is what many maps copy."""
    chen = as_user(cast.chen)
    page = look(chen, file_of(feature(box(30, 114, 30.1, 114.1), name="东社区")))
    assert "Latitude and longitude are swapped in 1 area" in page.content.decode()
    keep(chen, page)
    ring = Area.objects.get(pk=places.east.pk).boundary["coordinates"][0]
    assert ring[0] == [114, 30]


def test_heights_are_dropped(cast, places, as_user) -> None:
    """A third number is no reason to refuse."""
    chen = as_user(cast.chen)
    ring = [[*one, 25.3] for one in box(114, 30, 114.1, 30.1)["coordinates"][0]]
    page = look(chen, file_of(feature({"type": "Polygon", "coordinates": [ring]}, name="东社区")))
    keep(chen, page)
    assert Area.objects.get(pk=places.east.pk).boundary == box(114, 30, 114.1, 30.1)


def test_what_lies_outside_or_on_a_neighbour_is_a_warning(cast, places, as_user) -> None:
    """Half of 西 is outside of the street and a fifth of 东 is in it."""
    Area.objects.filter(pk=places.street.pk).update(boundary=box(114, 30, 114.15, 30.1))
    Area.objects.filter(pk=places.east.pk).update(boundary=box(114, 30, 114.12, 30.1))
    chen = as_user(cast.chen)
    page = look(chen, file_of(feature(box(114.1, 30, 114.2, 30.1), name="西社区")))
    (line,) = page.context["lines"]
    assert line.chosen
    assert line.said == [
        "50 % of it lie outside of “金沙街道”.",
        "It overlaps “东社区”: 20 % of the smaller one.",
    ]


def test_somebody_else_changes_an_area_meanwhile(cast, places, as_user) -> None:
    """Nothing is kept, not even of the other area."""
    chen = as_user(cast.chen)
    page = look(
        chen,
        file_of(
            feature(box(114, 30, 114.1, 30.1), name="东社区"),
            feature(box(114.1, 30, 114.2, 30.1), name="西社区"),
        ),
    )
    Area.objects.filter(pk=places.west.pk).update(revision=7)
    answer = keep(chen, page)
    assert "Somebody else changed one of the areas meanwhile" in answer.content.decode()
    assert not Area.objects.exclude(boundary=None).exists()
    assert not AuditEntry.objects.filter(code="communities.boundaries.kept").exists()


def test_the_button_twice_keeps_once(cast, places, as_user) -> None:
    """The second press leads to what the first one has done."""
    chen = as_user(cast.chen)
    page = look(chen, file_of(feature(box(114, 30, 114.1, 30.1), name="东社区")))
    keep(chen, page)
    answer = keep(chen, page)
    assert "The boundary of 1 area has been kept." in answer.content.decode()
    assert Area.objects.get(pk=places.east.pk).revision == 2


def test_a_file_belongs_to_who_sent_it(cast, places, as_user) -> None:
    """Not even the administrator opens the draft; after a week it is gone."""
    page = look(as_user(cast.chen), file_of(feature(box(114, 30, 114.1, 30.1), name="东社区")))
    draft = page.context["draft"]
    assert as_user(cast.admin).get(draft.get_absolute_url()).status_code == 404
    assert as_user(cast.liu).post(URL, {"file": file_of()}).status_code == 403
    assert remove_old_boundaries() == 0
    assert remove_old_boundaries(timezone.now() + BOUNDARIES.time) == 1
    assert not BoundaryDraft.objects.exists()


WRONG = {
    "metres_3857.geojson": "Web Mercator (EPSG:3857)",
    "metres_zone_38.geojson": "CGCS2000 3° Gauss-Krüger, 38",
    "crs_4547.geojson": "CGCS2000 3° Gauss-Krüger (EPSG:4547)",
    "no_geometry.geojson": "It has no geometry.",
    "geometry_collection.geojson": "It is a GeometryCollection",
    "points.geojson": "It is a Point",
    "nan.geojson": "is no number",
    "flat.geojson": "has no surface",
    "two_positions.geojson": "fewer than three different positions, at 114, 30",
    "empty_polygon.geojson": "Its geometry is empty.",
    "wrong_types.geojson": "no lists of numbers",
    "no_features.geojson": "The file has no areas.",
    "topology.json": "This is TopoJSON",
    "arcgis.json": "This is the JSON of ArcGIS",
    "map.kml": "This is KML",
    "cut_off.geojson": "it breaks off in line 1",
    "beyond_the_pole.geojson": "114, 130 is no longitude and latitude",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_taken_is_named_at_the_field(cast, places, as_user, name) -> None:
    """One sentence that says what it is; nothing is kept."""
    file = SimpleUploadedFile(name, (DATA / name).read_bytes())
    page = as_user(cast.chen).post(URL, {"file": file})
    assert page.status_code == 200
    (said,) = page.context["form"].errors["file"]
    assert WRONG[name] in said
    assert not BoundaryDraft.objects.exists()


SYSTEMS = {
    "urn:ogc:def:crs:OGC:1.3:CRS84": "",
    "urn:ogc:def:crs:EPSG::4326": "",
    "EPSG:4490": "",
    "CGCS2000": "",
    "WGS_1984": "",
    "EPSG:3857": "Web Mercator (EPSG:3857)",
    "urn:ogc:def:crs:EPSG::4549": "CGCS2000 3° Gauss-Krüger (EPSG:4549)",
    "EPSG:4610": "Xi'an 1980 (EPSG:4610)",
    "EPSG:27700": "EPSG:27700",
    "GCJ02": "GCJ02",
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_named_system_is_taken_or_named(name) -> None:
    """Degrees that no map tells from WGS 84 are taken; everything else is called what it is."""
    crs = {"type": "name", "properties": {"name": name}}
    assert foreign_system({"crs": crs}) == SYSTEMS[name]


def test_a_system_of_old_or_broken_programs() -> None:
    """A number alone; none at all; something that is no system."""
    assert foreign_system({"crs": {"type": "EPSG", "properties": {"code": 4326}}}) == ""
    assert foreign_system({"crs": {"properties": {"code": "4547"}}}).endswith("(EPSG:4547)")
    assert foreign_system({"crs": None}) == foreign_system({}) == ""
    assert foreign_system({"crs": ["x"]}) == foreign_system({"crs": {"properties": 1}}) == "crs"


def test_a_file_beyond_the_limit_is_not_read(cast, places, as_user, monkeypatch) -> None:
    """The browser says so too, but nobody has to send by a browser."""
    monkeypatch.setattr(UploadField, "largest", 10)
    page = as_user(cast.chen).post(URL, {"file": file_of(feature(None))})
    assert "is not taken" in page.context["form"].errors["file"][0]


def test_one_file_is_read_at_a_time(cast, places, as_user, monkeypatch) -> None:
    """Each may take gigabytes; who comes second is asked to send it again."""
    monkeypatch.setattr(boundaries, "PATIENCE", 0.1)
    with children.one_at_a_time(polygon_reader, 1):
        page = as_user(cast.chen).post(URL, {"file": file_of(feature(None))})
    assert "Please send it again" in page.context["form"].errors["file"][0]


HOSTILE = {
    "brackets": b"[" * 3_000_000,
    "nested coordinates": b'{"type":"Polygon","coordinates":' + b"[" * 900 + b"]" * 900 + b"}",
    "lists": b'{"type":"FeatureCollection","features":[' + b"[]," * 3_000_000 + b"[]]}",
    "positions": b'{"type":"Polygon","coordinates":[[' + b"[114,30]," * 1_000_000 + b"[114,30]]]}",
    "digits": b'{"type":"Polygon","coordinates":[[[' + b"9" * 5000 + b",1],[1,2],[3,4]]]}",
    "type of a list": b'{"type":["Polygon"]}',
    "zip": b"PK\x03\x04" + bytes(1000),
    "noise": bytes(range(128, 256)) * 50,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence_in_time(cast, places, as_user, name) -> None:
    """The process that reads may die; the page answers."""
    begun = time.monotonic()
    file = SimpleUploadedFile("x.geojson", HOSTILE[name])
    page = as_user(cast.chen).post(URL, {"file": file})
    assert page.status_code == 200
    assert len(page.context["form"].errors["file"]) == 1
    assert time.monotonic() - begun < 30
    assert not BoundaryDraft.objects.exists()


def test_an_outline_that_crosses_itself_everywhere_is_refused(cast, places, as_user) -> None:
    """Mending it would take gigabytes; its neighbour in the file is taken all the same."""
    ring = [[114 + i * 7919 % 10007 / 1e5, 30 + i * 104729 % 10009 / 1e5] for i in range(19_000)]
    page = look(
        as_user(cast.chen),
        file_of(
            feature({"type": "Polygon", "coordinates": [ring]}, name="东社区"),
            feature(box(114.1, 30, 114.2, 30.1), name="西社区"),
        ),
    )
    assert [one.status for one in page.context["lines"]] == ["refused", "new"]
    assert "crosses itself again and again" in page.context["lines"][0].said[0]


def test_a_pasted_boundary_is_put_right_before_the_eyes(cast, places, as_user) -> None:
    """The page of one area refuses once, shows what it would keep, and takes that."""
    chen = as_user(cast.chen)
    url = reverse("communities:area-edit", args=[places.east.pk])
    sent = form_on(chen.get(url), with_field="boundary")
    swapped = json.dumps(box(30, 114, 30.1, 114.1))
    page = chen.post(url, sent | {"boundary": [swapped]})
    assert "are swapped" in page.context["form"].errors["boundary"][0]
    assert Area.objects.get(pk=places.east.pk).boundary is None
    again = form_on(page, with_field="boundary")
    assert chen.post(url, again).status_code == 302
    assert Area.objects.get(pk=places.east.pk).boundary["coordinates"][0][0] == [114, 30]


def test_an_area_keeps_a_boundary_of_before_anybody_looked(cast, places, as_user) -> None:
    """Its name can be changed although its boundary would be refused today."""
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    Area.objects.filter(pk=places.east.pk).update(boundary=bow)
    chen = as_user(cast.chen)
    url = reverse("communities:area-edit", args=[places.east.pk])
    sent = form_on(chen.get(url), with_field="boundary")
    assert chen.post(url, sent | {"name": ["东方社区"]}).status_code == 302
    assert Area.objects.get(pk=places.east.pk).name == "东方社区"
