"""The month of a reporting site, for the home page of who reports for it."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from injuries.permissions import IMPORT_RUN, RECORD_ADD
from injuries.workflow import ImportStage
from lib.home import Figure, HomePart, OwnFigure
from lib.periods import Period

#: Without these a card cannot be counted by what the tables of a report show.
WANTED = ("cause", "place", "activity", "nature", "body_site", "outcome")

#: In its first week a month has hardly a card yet: the one before is shown.
SETTLES = dt.timedelta(days=7)


def site_month(user: User) -> dict[str, Any] | None:
    """This month's cards, gaps and refused rows of the site for which the user reports."""
    if not may(user, RECORD_ADD):
        return None
    site = ReportingSite.objects.of_user(user).first()
    if site is None:
        return None
    month = Period.containing(timezone.localdate() - SETTLES)
    rows = InjuryRecord.objects.visible_to(user).live().filter(reporting_site=site)
    rows = rows.filter(event_date__gte=month.start, event_date__lt=month.end)
    missing = Q()
    for name in WANTED:
        missing |= Q(**{name: ""})
    counted = rows.order_by().aggregate(
        cards=Count("pk"), short=Count("pk", filter=missing), late=Count("pk", filter=_late(rows))
    )
    days = f"site={site.pk}&start={month.start}&end={month.last_day}"
    records = reverse("injuries:records")
    return {
        "site": str(site),
        "month": str(month),
        "cards": counted["cards"],
        "complete": counted["cards"] - counted["short"],
        "cards_url": f"{records}?{days}",
        "late": counted["late"],
        "late_url": f"{records}?{days}&state=late",
        **_refused(user, site, month),
    }


def _late(rows: Any) -> Q:
    return Q(pk__in=rows.late().values("pk"))


def _refused(user: User, site: ReportingSite, month: Period) -> dict[str, Any]:
    """Rows of this month's imports of the site that are not in the register."""
    batches = ImportBatch.objects.visible_to(user).filter(reporting_site=site)
    batches = batches.filter(
        created_at__gte=month.start_at,
        created_at__lt=month.end_at,
        stage__in=(ImportStage.PREVIEW, ImportStage.COMMITTED),
    )
    refused = batches.aggregate(rows=Sum("bad_rows"))["rows"] or 0
    url = f"{reverse('injuries:imports')}?site={site.pk}" if may(user, IMPORT_RUN) else ""
    return {"refused": refused, "refused_url": url}


def cards(user: User, today: dt.date) -> Figure | None:
    """Cards of this month that the user put into the register, by the day of the report."""
    if not may(user, RECORD_ADD):
        return None
    month = Period.containing(today)
    rows = InjuryRecord.objects.visible_to(user).live().filter(created_by=user)
    count = rows.filter(reported_on__gte=month.start).order_by().count()
    query = f"recorded_by={user.pk}&reported_from={month.start}"
    return Figure(count, f"{reverse('injuries:records')}?{query}") if count else None


HOME_PARTS = [
    HomePart(
        key="injuries.site",
        template="injuries/home_site.html",
        find=site_month,
        rooms=("injuries", "communities"),
        wide=True,
    ),
]
OWN_FIGURES = [
    OwnFigure(
        key="injuries.cards",
        label=_("Cards entered by me"),
        find=cards,
        rooms=("injuries", "communities"),
    ),
]
