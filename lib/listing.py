"""The one way to draw a list: filter, search, sort, page, export exactly what is filtered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise, cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_filters import FilterSet
from django_tables2 import Table

from lib.cells import keep_days_whole
from lib.errors import DomainError
from lib.exports import Column, csv_response, tell_listeners, xlsx_response
from lib.htmx import wants_part

COUNT_LIMIT = 10_000
EXPORT_LIMIT = 250_000


class CappedPaginator(Paginator):
    """Counts up to COUNT_LIMIT rows and no further.

    Counting a million rows costs more than reading a page of them, and nobody pages past the
    200th: the page then says "more than 10,000" and asks for a filter.
    """

    @cached_property
    def count(self) -> int:
        """Number of rows, at most COUNT_LIMIT + 1."""
        rows = self.object_list
        while hasattr(rows, "data"):  # django-tables2 wraps the queryset, and wraps that again
            rows = rows.data
        if isinstance(rows, QuerySet):
            return rows.order_by()[: COUNT_LIMIT + 1].count()
        return len(rows)

    @property
    def capped(self) -> bool:
        """True when there are more rows than were counted."""
        return self.count > COUNT_LIMIT


@dataclass(frozen=True)
class Listing:
    """What a list page is made of.

    `queryset` is already in sight of the user. `columns` None means that the list has no export.
    `can_export` False hides the export and answers 403. `prepare` is applied to the filtered rows
    of an export only (prefetching what its columns read). `summary` says in a sentence what the
    filtered rows add up to, for lists whose number is a sum and not the count of rows.
    """

    name: str | Promise
    queryset: QuerySet
    filterset: type[FilterSet]
    table: type[Table]
    template: str
    columns: list[Column] | None = None
    can_export: bool = True
    empty_template: str = "includes/empty.html"
    per_page: int = 50
    context: dict[str, Any] = field(default_factory=dict)
    prepare: Callable[[QuerySet], Iterable[Any]] | None = None
    summary: Callable[[FilterSet], str] | None = None


def list_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Answer a list: the page, its table alone (htmx), or an export (`?export=csv|xlsx`)."""
    filterset = listing.filterset(request.GET, queryset=listing.queryset, request=request)
    rows = filterset.qs
    if kind := request.GET.get("export"):
        return _export(request, listing, rows, kind)
    table = listing.table(rows)
    keep_days_whole(table)
    _paginate(request, table, listing.per_page)
    context = {
        "filterset": filterset,
        "table": table,
        "listing": listing,
        "exportable": listing.columns is not None and listing.can_export,
        "filtered": any(value for key, value in request.GET.items() if key not in {"page", "sort"}),
        "query": _query_without(request, "page", "export"),
        "summary": listing.summary(filterset) if listing.summary else "",
        **listing.context,
    }
    template = "includes/list_rows.html" if wants_part(request) else listing.template
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request"
    return response


def _paginate(request: HttpRequest, table: Table, per_page: int) -> None:
    """Sort and page as the address says; a page that is none is the first or the last.

    Not django-tables2's own configuration: it counts all rows, and lets the address choose how
    many of them a page has.
    """
    table.request = request
    if order := request.GET.getlist(table.prefixed_order_by_field):
        table.order_by = order
    table.paginate(CappedPaginator, per_page=per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))


def _export(request: HttpRequest, listing: Listing, rows: QuerySet, kind: str) -> HttpResponse:
    if listing.columns is None or not listing.can_export:
        raise PermissionDenied
    count = rows.order_by()[: EXPORT_LIMIT + 1].count()
    if count > EXPORT_LIMIT:
        raise DomainError(
            _("More than %(limit)d rows: narrow the filter, for example by date.")
            % {"limit": EXPORT_LIMIT}
        )
    name = slugify(str(listing.name), allow_unicode=True)
    tell_listeners(request, str(listing.name), count)
    prepared = listing.prepare(rows) if listing.prepare else rows.iterator(chunk_size=2000)
    if kind == "xlsx":
        return xlsx_response(name, listing.columns, prepared)
    return csv_response(name, listing.columns, prepared)


def _query_without(request: HttpRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()
