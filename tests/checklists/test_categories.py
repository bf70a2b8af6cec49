"""Chen keeps the list of hazard categories."""

from django.urls import reverse

from accounts.models import AuditEntry
from checklists.models import HazardCategory
from tests.grids.makers import hazard, premises
from tests.sent import form_on


def test_a_category_of_ones_own_is_offered_and_found(only_street, cast, as_user) -> None:
    client, url = as_user(cast.chen), reverse("checklists:category-new")
    client.post(url, form_on(client.get(url)) | {"name_zh": "加装电梯", "order": "9"})
    category = HazardCategory.objects.get(name_zh="加装电梯")
    entry = AuditEntry.objects.get(code="checklists.category.added")
    assert (entry.actor, entry.target_id) == (cast.chen, category.code)
    assert "加装电梯" in as_user(cast.wang).get(reverse("grids:hazard-new")).content.decode()
    found = hazard(premises(only_street), cast.wang, category=category)
    listed = as_user(cast.liu).get(reverse("grids:hazards"), {"category": category.code})
    assert found.get_absolute_url() in listed.content.decode()


def test_two_categories_of_one_name_cannot_be_told_apart(only_street, cast, as_user) -> None:
    client, url = as_user(cast.chen), reverse("checklists:category-new")
    name = HazardCategory.objects.get(pk="fire").name_zh
    page = client.post(url, form_on(client.get(url)) | {"name_zh": name, "order": "9"})
    assert page.status_code == 200 and page.context["form"].errors


def test_a_retired_category_is_offered_no_more_and_its_hazards_are_found(
    only_street, cast, as_user
) -> None:
    found = hazard(premises(only_street), cast.wang)
    client, url = as_user(cast.chen), reverse("checklists:category-edit", args=["fire"])
    client.post(url, {k: v for k, v in form_on(client.get(url)).items() if k != "active"})
    assert not HazardCategory.objects.get(pk="fire").active
    form = as_user(cast.wang).get(reverse("grids:hazard-new")).content.decode()
    assert 'value="fire"' not in form
    listed = client.get(reverse("grids:hazards"), {"category": "fire"}).content.decode()
    assert found.get_absolute_url() in listed


def test_of_two_streets_neither_keeps_the_list_of_both(places, cast, as_user) -> None:
    for name, args in (("category-new", []), ("category-edit", ["fire"])):
        assert as_user(cast.chen).get(reverse(f"checklists:{name}", args=args)).status_code == 403
