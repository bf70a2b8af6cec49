"""The code lists that every installation starts with."""

import re

from checklists.models import ChecklistItem
from grids.reference import sync_reference
from premises.models import CategoryThreshold, PremisesCategory
from tests.grids.makers import premises


def test_nine_kinds_are_nine_small_premises_with_a_checklist_and_a_source(db) -> None:
    small = PremisesCategory.objects.filter(nine_small=True)
    assert small.count() == 9
    assert all(one.checklist_id == "nine-small" and one.thresholds.exists() for one in small)
    assert all("第三十条" in one.source for one in CategoryThreshold.objects.all())


def test_the_checklist_has_23_items_in_both_languages(db) -> None:
    items = ChecklistItem.objects.filter(version__template="nine-small")
    assert {item.code for item in items} == {f"A{n}" for n in range(1, 24)}
    for item in items:
        assert re.search(r"[\u4e00-\u9fff]", item.text_zh) and item.text_en.isascii()
        assert re.search(r"[\u4e00-\u9fff]", item.hazard_zh) and item.hazard_en.isascii()
    majors = {item.code for item in items if item.grade == "major"}
    assert majors == {"A6", "A7", "A10", "A21"}


def test_what_a_deployment_changed_stays(db) -> None:
    PremisesCategory.objects.filter(code="small-shop").update(interval_days=30, name_zh="小店")
    CategoryThreshold.objects.filter(category="small-shop").update(at_most=100)
    sync_reference()
    shop = PremisesCategory.objects.get(code="small-shop")
    assert (shop.interval_days, shop.name_zh) == (30, "小店")
    assert shop.thresholds.get().at_most == 100
    assert ChecklistItem.objects.count() == 23


def test_a_shop_of_400_square_metres_is_not_small(places, cast, as_user) -> None:
    large, small = premises(places, floor_area=400), premises(places, floor_area=300)
    assert [one.at_most for one in large.exceeded_thresholds()] == [300]
    assert small.exceeded_thresholds() == []
    page = as_user(cast.wang).get(large.get_absolute_url()).content.decode()
    assert "Larger than the nine small premises" in page
