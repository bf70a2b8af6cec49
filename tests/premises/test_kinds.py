"""Chen sets how often each kind of premises is inspected, and what counts as small."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from premises.models import CategoryThreshold, Premises, PremisesCategory
from tests.grids.makers import premises
from tests.sent import form_on


def change(client, code: str, **typed):
    """Type into the form of a kind and send it."""
    url = reverse("premises:kind-edit", args=[code])
    return client.post(url, form_on(client.get(url)) | typed)


def test_chen_shortens_an_interval_and_visits_fall_due(only_street, cast, as_user) -> None:
    """The trail says who, and what it was; the due visits follow at once."""
    shop = premises(only_street, last_inspected_at=timezone.now() - dt.timedelta(days=40))
    assert shop not in Premises.objects.due()
    assert change(as_user(cast.chen), "small-shop", interval_days="30").status_code == 302
    assert shop in Premises.objects.due()
    entry = AuditEntry.objects.get(code="premises.kind.changed")
    assert (entry.actor, entry.changes) == (cast.chen, {"interval_days": [180, 30]})
    page = as_user(cast.wu).get(reverse("premises:kind", args=["small-shop"])).content.decode()
    assert "陈静" in page and "<del>180</del>" in page


@pytest.mark.parametrize("days", ["0", "-1", "1096", "99999", "每月"])
def test_an_interval_that_nobody_can_keep_is_refused(days, only_street, cast, as_user) -> None:
    page = change(as_user(cast.chen), "small-shop", interval_days=days)
    assert page.status_code == 200 and "interval_days" in page.context["form"].errors
    assert PremisesCategory.objects.get(pk="small-shop").interval_days == 180


def test_an_interval_wants_a_checklist(only_street, cast, as_user) -> None:
    """Else visits would fall due that nobody can make."""
    page = change(as_user(cast.chen), "rental", interval_days="90")
    assert page.status_code == 200 and "checklist" in page.context["form"].errors


def test_a_kind_of_ones_own_is_inspected_like_any_other(only_street, cast, as_user) -> None:
    client, url = as_user(cast.chen), reverse("premises:kind-new")
    typed = {"name_zh": "快递驿站", "interval_days": "60", "checklist": "nine-small", "order": "9"}
    made = client.post(url, form_on(client.get(url)) | typed)
    kind = PremisesCategory.objects.get(name_zh="快递驿站")
    assert made.url == kind.get_absolute_url() and kind.code.startswith("own-") and kind.active
    assert premises(only_street, category=kind) in Premises.objects.due()
    again = client.post(url, form_on(client.get(url)) | typed)
    assert again.status_code == 200 and "快递驿站</a>" in again.content.decode()


def test_a_retired_kind_is_offered_no_more_and_its_premises_keep_it(
    only_street, cast, as_user
) -> None:
    shop, client = premises(only_street), as_user(cast.chen)
    url = reverse("premises:kind-edit", args=["small-shop"])
    client.post(url, {k: v for k, v in form_on(client.get(url)).items() if k != "active"})
    assert not PremisesCategory.objects.get(pk="small-shop").active
    listed = client.get(reverse("premises:kinds"), {"active": "False"}).context["table"].rows
    assert [one.code for one in listed] == ["small-shop"]
    assert 'value="small-shop"' not in client.get(reverse("premises:new")).content.decode()
    edit = reverse("premises:edit", args=[shop.pk])
    assert client.post(edit, form_on(client.get(edit)) | {"name": "新名"}).status_code == 302
    shop.refresh_from_db()
    assert (shop.name, shop.category_id) == ("新名", "small-shop")


def test_a_kind_has_one_threshold_for_one_quantity(only_street, cast, as_user) -> None:
    """Until the one before is retired; then the new one holds, and the old one can be read."""
    client, url = as_user(cast.chen), reverse("premises:threshold-new", args=["small-shop"])
    typed = {"quantity": "floor_area", "at_most": "120", "source": "本市消防规定第八条"}
    refused = client.post(url, form_on(client.get(url)) | typed)
    assert refused.status_code == 200 and CategoryThreshold.objects.filter(at_most=120).count() == 0
    old = CategoryThreshold.objects.get(category="small-shop")
    edit = reverse("premises:threshold-edit", args=[old.pk])
    client.post(edit, {k: v for k, v in form_on(client.get(edit)).items() if k != "active"})
    assert client.post(url, form_on(client.get(url)) | typed).status_code == 302
    shop = premises(only_street, floor_area=200)
    assert [one.at_most for one in shop.exceeded_thresholds()] == [120]
    page = client.get(reverse("premises:kind", args=["small-shop"])).content.decode()
    assert "第三十条" in page and "第八条" in page


def test_a_threshold_names_its_rule(only_street, cast, as_user) -> None:
    client, url = as_user(cast.chen), reverse("premises:threshold-new", args=["rental"])
    typed = {"quantity": "persons", "at_most": "0", "source": ""}
    page = client.post(url, form_on(client.get(url)) | typed)
    assert set(page.context["form"].errors) == {"at_most", "source"}
    assert not CategoryThreshold.objects.filter(category="rental").exists()


def test_of_two_streets_neither_sets_what_both_go_by(places, cast, as_user) -> None:
    url = reverse("premises:kind-edit", args=["small-shop"])
    assert as_user(cast.chen).get(url).status_code == 403
    assert as_user(cast.chen).post(url, {"interval_days": "1"}).status_code == 403
    assert PremisesCategory.objects.get(pk="small-shop").interval_days == 180
    page = as_user(cast.chen).get(reverse("premises:kind", args=["small-shop"])).content.decode()
    assert (
        url not in page
        and url
        in as_user(cast.admin).get(reverse("premises:kind", args=["small-shop"])).content.decode()
    )


def test_liu_and_wang_look_and_change_nothing(only_street, cast, as_user) -> None:
    for who in (cast.liu, cast.wang, cast.wu):
        assert as_user(who).get(reverse("premises:kinds")).status_code == 200
        assert as_user(who).get(reverse("premises:kind-new")).status_code == 403
