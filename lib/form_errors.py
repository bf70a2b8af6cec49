"""What is wrong with a form, as a list of links at its top.

After the error summary of the GOV.UK Design System (design-system.service.gov.uk): each entry names
its field and leads to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.translation import gettext as _

SentPart = BaseForm | BaseFormSet


@dataclass(frozen=True)
class FormProblem:
    """One thing that is wrong; `href` leads to its field, and is empty for the form as a whole."""

    words: str
    href: str = ""


def problems_of(part: SentPart) -> Iterator[FormProblem]:
    """Yield what is wrong with a form and the forms within it, or with the rows of a formset."""
    if isinstance(part, BaseFormSet):
        yield from _problems_of_rows(part)
        return
    if not part.is_bound:
        return
    yield from (FormProblem(str(error)) for error in part.non_field_errors())
    for field in part:
        yield from (_problem_at(field, str(error)) for error in field.errors)
    for inner in getattr(part, "parts", ()):
        yield from problems_of(inner)


def _problems_of_rows(rows: BaseFormSet) -> Iterator[FormProblem]:
    if not rows.is_bound:
        return
    yield from (FormProblem(str(error)) for error in rows.non_form_errors())
    for number, form in enumerate(rows.forms, start=1):
        for problem in problems_of(form):
            words = _("Row %(number)d: %(problem)s")
            told = {"number": number, "problem": problem.words}
            title = f"{rows.title} · " if hasattr(rows, "title") else ""
            yield FormProblem(title + words % told, problem.href)


def _problem_at(field: BoundField, error: str) -> FormProblem:
    label = str(field.label)
    if label not in error:
        error = _("%(label)s: %(problem)s") % {"label": label, "problem": error}
    return FormProblem(error, "" if field.is_hidden else f"#{anchor_of(field)}")


def anchor_of(field: BoundField) -> str:
    """Return the id of what is focused for `field`: of several boxes, the first."""
    return field.id_for_label or f"{field.auto_id}_0"
