"""The register of premises: list, page, form, who sees what."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from premises.models import Premises
from tests.grids.makers import premises


def names(response) -> set[str]:
    """The premises in an export."""
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return {line.split(",")[0] for line in text.splitlines()[1:]}


def test_wang_sees_the_premises_of_the_own_grid_only(places, cast, as_user) -> None:
    premises(places, name="本网格")
    premises(places, name="二网格", area=places.grid2)
    premises(places, name="邻街", area=places.next_community)
    url = reverse("premises:list") + "?export=csv"
    assert names(as_user(cast.wang).get(url)) == {"本网格"}
    assert names(as_user(cast.liu).get(url)) == {"本网格", "二网格"}
    assert names(as_user(cast.outsider).get(url)) == {"邻街"}


def test_premises_are_found_by_text_kind_and_state(places, cast, as_user) -> None:
    now = timezone.now()
    premises(places, name="福源", last_inspected_at=now)
    premises(places, name="德隆", category_id="small-hotel", address="河滨路9号")
    premises(places, name="旧店", closed_on=dt.date(2024, 1, 1))
    client, url = as_user(cast.chen), reverse("premises:list")

    def found(**query: str) -> set[str]:
        return names(client.get(url, {"export": "csv", **query}))

    assert found(q="河滨") == {"德隆"}
    assert found(category="small-shop") == {"福源", "旧店"}
    assert found(state="due") == {"德隆"}
    assert found(state="closed") == {"旧店"}
    assert found(area=str(places.west.pk)) == set()


def test_an_export_masks_the_telephone(places, cast, as_user) -> None:
    premises(places)
    response = as_user(cast.chen).get(reverse("premises:list"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "138******34" in text and "13800001234" not in text


def test_the_committee_sees_the_telephone_masked_and_wang_may_call(places, cast, as_user) -> None:
    url = premises(places).get_absolute_url()
    assert "tel:13800001234" in as_user(cast.wang).get(url).content.decode()
    page = as_user(cast.zhou).get(url).content.decode()
    assert "138******34" in page and "13800001234" not in page


def test_liu_registers_premises_once_in_the_own_community(places, cast, as_user) -> None:
    client, url = as_user(cast.liu), reverse("premises:new")
    data = {
        "record_key": "01900000-0000-7000-8000-000000000002",
        "name": "新店",
        "category": "small-shop",
        "area": places.grid2.pk,
        "registered_on": "2026-01-05",
    }
    first, second = client.post(url, data), client.post(url, data)
    place = Premises.objects.get()
    assert first.url == second.url == place.get_absolute_url()
    assert place.created_by == cast.liu
    west = client.post(url, data | {"record_key": "", "area": places.west_grid.pk})
    assert west.status_code == 200 and Premises.objects.count() == 1
    half = client.post(url, data | {"record_key": "", "latitude": "30.6"})
    assert "both latitude and longitude" in half.content.decode()


def test_the_page_names_who_is_responsible(places, cast, as_user) -> None:
    page = as_user(cast.chen).get(premises(places).get_absolute_url()).content.decode()
    assert "王芳" in page and "刘伟" in page
    assert "赵敏" not in page
