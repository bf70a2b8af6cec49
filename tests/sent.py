"""What a browser sends when somebody opens a page with a form and presses its button."""

from html.parser import HTMLParser

from django.http import HttpResponse

Sent = dict[str, list[str]]


class _Forms(HTMLParser):
    """The fields of every form of a page, with what a browser would send of each."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Sent]] = []
        self._inside: Sent | None = None
        self._select = self._textarea = ""
        self._offered: list[tuple[str, bool]] = []
        self._multiple = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a form or take a field of it."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = {}
            if given.get("method", "").lower() == "post":
                self.forms.append((given.get("action", ""), self._inside))
        elif self._inside is not None and "disabled" not in given:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio") and "checked" not in given:
                return
            if kind not in ("file", "submit", "button"):
                default = "on" if kind in ("checkbox", "radio") else ""
                self._inside.setdefault(name, []).append(given.get("value", default))
        elif tag == "textarea" and name:
            self._textarea = name
            self._inside.setdefault(name, []).append("")
        elif tag == "select" and name:
            self._select, self._offered = name, []
            self._multiple = "multiple" in given
        elif tag == "option" and self._select:
            self._offered.append((given.get("value", ""), "selected" in given))

    def handle_data(self, data: str) -> None:
        """Take the text of a text area; a first line end is not part of it."""
        if self._textarea:
            self._inside[self._textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        """Close a form or a field."""
        if tag == "form":
            self._inside = None
        elif tag == "textarea" and self._textarea:
            self._inside[self._textarea][-1] = self._inside[self._textarea][-1].removeprefix("\n")
            self._textarea = ""
        elif tag == "select" and self._select:
            chosen = [value for value, selected in self._offered if selected]
            if not chosen and not self._multiple and self._offered:
                chosen = [self._offered[0][0]]
            if chosen:
                self._inside[self._select] = chosen
            self._select = ""


def forms_on(page: HttpResponse) -> list[tuple[str, Sent]]:
    """Return where each form of `page` is sent that changes something, and what it sends."""
    parser = _Forms()
    parser.feed(page.content.decode())
    own = page.request["PATH_INFO"]
    return [(action.partition("?")[0] or own, fields) for action, fields in parser.forms]


def form_on(page: HttpResponse, *, with_field: str = "") -> Sent:
    """Return what the form of `page` sends that has most fields, or the one with `with_field`."""
    forms = [fields for _url, fields in forms_on(page) if not with_field or with_field in fields]
    return max(forms, key=len)
