"""How complete the data are: which sites sent nothing, how many cards came late."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from documents import Callout, Cell, Column, Section, Table
from documents.context import ReportContext
from injuries.models import InjuryRecord, ReportingSite
from injuries.models.records import LATE_AFTER
from injuries.statistics import counted, listed
from lib.bilingual import bilingual


def completeness(context: ReportContext) -> Section | None:
    """Cards by reporting site, silent sites, late cards, gaps in the cards."""
    area, period = context.area, context.period
    sites = list(ReportingSite.objects.active().reporting_on(area))
    rows = counted(area, period)
    if not sites and not rows.exists():
        return None
    late = rows.late()
    by_site = _by_site(rows)
    blocks: list[Any] = []
    silent = [site for site in sites if site.pk not in by_site]
    if silent:
        text = _("Nothing came from: %(names)s. Their injuries are missing in this report.")
        names = bilingual(
            "%(names)s",
            names=lambda lang: ("、" if lang != "en" else ", ").join(str(site) for site in silent),
        )
        blocks.append(Callout("warning", bilingual(text, names=names)))
    lines = [_line(context, site, by_site.get(site.pk)) for site in sites]
    unknown = by_site.get(None)
    if unknown:
        lines.append(_line(context, None, unknown))
    total, late_total = rows.count(), late.count()
    totals = (
        bilingual(_("Total")),
        Cell(total, listed(area, period) if total else ""),
        Cell(late_total, listed(area, period, state="late") if late_total else ""),
        None,
    )
    note = _("Late: reported more than %(days)s days after the event.")
    blocks.append(
        Table(
            _columns(),
            tuple(lines),
            caption=bilingual(_("Cards by reporting site")),
            note=bilingual(note, days=str(LATE_AFTER.days)),
            totals=totals,
        )
    )
    blocks += _gaps(context, total)
    return Section("data.completeness", bilingual(_("Completeness of the data")), tuple(blocks))


def _columns() -> tuple[Column, ...]:
    return (
        Column(bilingual(_("Reporting site"))),
        Column(bilingual(_("Cards")), "integer"),
        Column(bilingual(_("Late cards")), "integer"),
        Column(bilingual(_("Last event")), "date"),
    )


def _by_site(rows: Any) -> dict[Any, tuple[int, int, Any]]:
    late = Q(pk__in=rows.late().order_by().values("pk"))
    counts = (
        rows.order_by()
        .values_list("reporting_site")
        .annotate(n=Count("pk"), late=Count("pk", filter=late), last=Max("event_date"))
    )
    return {site: (n, late, last) for site, n, late, last in counts}


def _line(context: ReportContext, site: ReportingSite | None, found: Any) -> tuple[Any, ...]:
    number, late, last = found or (0, 0, None)
    name = site.name if site else bilingual(_("Entered without a reporting site"))
    filters = {"site": site.pk} if site else {}
    address = listed(context.area, context.period, **filters) if site and number else ""
    late_address = listed(context.area, context.period, state="late", **filters) if site else ""
    return name, Cell(number, address), Cell(late, late_address if late else ""), last


def _gaps(context: ReportContext, total: int) -> Iterable[Callout]:
    """Say which of the main codes are missing on more than one card in ten."""
    rows = counted(context.area, context.period)
    fields = ("cause", "place", "intent", "nature", "outcome")
    empty = rows.aggregate(**{name: Count("pk", filter=Q(**{name: ""})) for name in fields})
    worst = [name for name in fields if total and empty[name] / total > 0.1]
    if worst:
        labels = [InjuryRecord._meta.get_field(name).verbose_name for name in worst]
        names = bilingual(
            "%(names)s",
            names=lambda language: (
                "、".join(str(label) for label in labels)
                if language != "en"
                else ", ".join(map(str, labels))
            ),
        )
        text = _("On more than one card in ten nothing is filled in for: %(names)s.")
        yield Callout("warning", bilingual(text, names=names))
