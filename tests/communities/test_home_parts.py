"""Each role's home page shows what the role looks after, and its numbers open just that."""

import datetime as dt
import os

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEntry, User
from communities.keeping import SLOWED_FROM, last_backup
from communities.models import Membership, Organisation
from communities.services.memberships import add_membership
from injuries.models import ImportBatch, ReportingSite
from tests.grids.makers import inspection, premises
from tests.injuries.conftest import card
from tests.programmes.factories import make_measure, make_project, run_project
from tests.training.factories import make_drill


def part(as_user, user: User, key: str):
    """What the part `key` of the home page found for `user`; None when it is not there."""
    page = as_user(user).get(reverse("home"))
    found = {one.key: what for one, what in page.context["parts"]}
    return found.get(key)


def unit_of(cast, name: str, organisation: Organisation) -> None:
    """Say for which unit somebody works, as the administrator does."""
    user = getattr(cast, name)
    held = user.memberships.get()
    add_membership(
        actor=cast.admin, user=user, area=held.area, role=held.role, organisation=organisation
    )


def entry(actor: User, code: str, at: dt.datetime | None = None) -> None:
    """An entry of the trail, made at `at`."""
    now = timezone.now
    try:
        if at is not None:
            timezone.now = lambda: at
        audit.record(actor=actor, code=code, target=actor)
    finally:
        timezone.now = now


def test_wu_sees_what_stands_out_and_each_number_opens_its_entries(cast, as_user) -> None:
    for code in (
        "accounts.session.failed",
        "accounts.session.failed",
        "communities.personal.revealed",
        "accounts.export.made",
        "communities.membership.ended",
        "injuries.import.undone",
        "accounts.password.reset",
        "programmes.project.changed",
    ):
        entry(cast.chen, code)
    night = timezone.localtime().replace(hour=23, minute=30) - dt.timedelta(days=2)
    noon = night.replace(hour=12)
    long_ago = night - dt.timedelta(days=30)
    for at in (night, noon, long_ago):
        entry(cast.chen, "accounts.session.begun", at)
    client, rows = as_user(cast.wu), part(as_user, cast.wu, "communities.unusual")["rows"]
    found = {str(row["label"]): row["count"] for row in rows}
    assert found["Failed sign-ins"] == 2
    assert found["Personal data revealed, lists exported"] == 2
    assert (
        found["Roles given or taken"] == found["Imports undone"] == found["Credentials reset"] == 1
    )
    for row in rows:
        listed = client.get(row["url"])
        assert listed.context["table"].count == row["count"], row["url"]


@pytest.mark.parametrize("name", ["chen", "wang", "zhou", "sun", "zhao"])
def test_the_trail_and_the_accounts_are_nobody_elses(cast, as_user, name: str) -> None:
    for key in ("communities.unusual", "communities.keeping"):
        assert part(as_user, getattr(cast, name), key) is None


def test_admin_sees_accounts_to_look_at_and_each_number_opens_them(cast, as_user, places) -> None:
    old = timezone.now() - dt.timedelta(days=30)
    User.objects.filter(pk=cast.liu.pk).update(date_joined=old, last_login=None)
    User.objects.exclude(pk=cast.liu.pk).update(last_login=timezone.now())
    Membership.objects.filter(user=cast.zhao).update(valid_to=timezone.localdate())
    for _time in range(SLOWED_FROM):
        entry(cast.sun, "accounts.session.failed")
    found = part(as_user, cast.admin, "communities.keeping")
    assert [one["count"] for one in found["accounts"]] == [1, 1, 1]
    names = ["赵敏", "刘伟", "孙磊"]
    for one, name in zip(found["accounts"], names, strict=True):
        page = as_user(cast.admin).get(one["url"])
        assert [row.full_name for row in page.context["table"].rows] == [name]


def test_admin_sees_work_that_has_failed(cast, as_user, places) -> None:
    site = ReportingSite.objects.create(area=places.street, name="医院", code="H", kind="hospital")
    ImportBatch.objects.create(
        area=places.street, reporting_site=site, filename="x.xlsx", job_state="failed"
    )
    (job,) = part(as_user, cast.admin, "communities.keeping")["jobs"]
    assert (job["failed"], job["stuck"]) == (1, 0)


def test_a_backup_of_last_week_is_too_old(settings, tmp_path) -> None:
    settings.BACKUPS_DIR = tmp_path
    assert last_backup() == {"at": None, "old": True}
    file = tmp_path / "safecommunity-20260301-010000.tar.gz"
    file.write_bytes(b"")
    assert not last_backup()["old"]
    week = timezone.now().timestamp() - 7 * 86400
    os.utime(file, (week, week))
    assert last_backup()["old"]


def test_wangs_round_goes_from_where_she_was_to_the_nearest_next(cast, as_user, places) -> None:
    """What has no position comes last; what is not due is not in it."""
    at = {"a": 30.6610, "b": 30.6700, "c": 30.6650}
    for name, latitude in at.items():
        premises(places, name=name, latitude=latitude)
    premises(places, name="nowhere", latitude=None, longitude=None)
    today = timezone.localdate()
    last = premises(places, name="last", latitude=30.6720, last_inspected_at=timezone.now())
    inspection(last, cast.wang, today - dt.timedelta(days=1))
    stops = part(as_user, cast.wang, "grids.round")["stops"]
    assert [stop["name"] for stop in stops] == ["b", "c", "a", "nowhere"]
    assert stops[0]["metres"] == pytest.approx(222, abs=3) and stops[-1]["metres"] is None
    assert as_user(cast.wang).get(stops[0]["url"]).status_code == 200
    assert part(as_user, cast.chen, "grids.round") is None


def test_sun_sees_what_his_unit_takes_part_in(cast, as_user, places) -> None:
    """And nothing of it while nobody has said for which unit he works."""
    station = Organisation.objects.create(area=places.street, name="消防救援站", sector="fire")
    other = Organisation.objects.create(area=places.street, name="派出所", sector="police")
    own = run_project(make_project(places.street, title="出租屋消防", lead_unit=station))
    run_project(make_project(places.street, title="反诈", lead_unit=other))
    make_measure(own, title="入户检查", owner=station)
    make_drill(places.east, host=station)
    assert part(as_user, cast.sun, "programmes.unit") is None
    unit_of(cast, "sun", station)
    found = part(as_user, cast.sun, "programmes.unit")
    assert [one["title"] for one in found["projects"]] == ["出租屋消防"]
    assert [one["title"] for one in found["measures"]] == ["入户检查"]
    events = part(as_user, cast.sun, "training.unit")
    assert [one["title"] for one in events["before"]] == ["消防疏散演练"]
    client = as_user(cast.sun)
    for one in (*found["projects"], *found["measures"], *events["before"]):
        assert client.get(one["url"]).status_code == 200


def test_zhao_sees_the_month_of_her_hospital_alone(cast, as_user, places) -> None:
    unit = Organisation.objects.create(area=places.street, name="金沙医院", sector="hospital")
    own, other = (
        ReportingSite.objects.create(
            area=places.street, name=name, code=name, kind="hospital", organisation=owner
        )
        for name, owner in (("金沙医院", unit), ("别处", None))
    )
    day = (timezone.localdate() - dt.timedelta(days=7)).replace(day=1)
    for site, more in ((own, {}), (own, {"nature": ""}), (other, {})):
        card(places.east, reporting_site=site, visited_on=day, occurred_on=day, **more)
    assert part(as_user, cast.zhao, "injuries.site") is None
    unit_of(cast, "zhao", unit)
    found = part(as_user, cast.zhao, "injuries.site")
    assert (found["cards"], found["complete"], found["refused"]) == (2, 1, 0)
    listed = as_user(cast.zhao).get(found["cards_url"])
    assert listed.context["table"].count == 2


def test_a_month_is_told_in_small_figures_that_open_their_rows(cast, as_user, places) -> None:
    inspection(premises(places), cast.wang, timezone.localdate())
    page = as_user(cast.wang).get(reverse("home"))
    figures = {own.key: figure for own, figure in page.context["figures"]}
    assert figures["grids.inspections"].count == 1
    listed = as_user(cast.wang).get(figures["grids.inspections"].url)
    assert listed.context["table"].count == 1


def test_an_account_is_given_a_unit_on_its_page(cast, as_user, places) -> None:
    """A role that holds already takes it on."""
    unit = Organisation.objects.create(area=places.street, name="消防救援站", sector="fire")
    (held,) = Membership.objects.filter(user=cast.sun)
    sent = {"area": held.area.pk, "role": held.role.pk, "organisation": unit.pk}
    url = reverse("communities:user", args=[cast.sun.pk])
    assert as_user(cast.admin).post(url, sent).status_code == 302
    (same,) = Membership.objects.filter(user=cast.sun)
    assert (same.pk, same.organisation) == (held.pk, unit)
    assert AuditEntry.objects.filter(code="communities.membership.added").count() == 1
