"""Counts and sums of related rows as subqueries: several joins in one query would multiply rows."""

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet, outer: str, key: str = "pk") -> Coalesce:
    """Return the number of `rows` whose path `outer` leads to `key` of the outer row."""
    grouped = rows.filter(**{outer: OuterRef(key)}).order_by().values(outer)
    return Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0)


def total_of(rows: QuerySet, outer: str, column: str) -> Coalesce:
    """Return the sum of `column` over `rows` of the outer row, 0 when there are none."""
    kind = rows.model._meta.get_field(column)
    grouped = rows.filter(**{outer: OuterRef("pk")}).order_by().values(outer)
    summed = Subquery(grouped.annotate(total=Sum(column)).values("total"))
    return Coalesce(summed, Value(0, output_field=kind), output_field=kind)
