"""What a browser would send from the form of a page, were it sent as it stands."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """The fields of the form of a row, told from the other forms of the page by its `data-guard`."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._inside, self._area, self._choice = False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._inside = "data-guard" in told
        if not self._inside:
            return
        name, kind = told.get("name") or "", told.get("type", "text")
        if tag == "input" and name and kind not in ("file", "submit") and (kind != "checkbox" or "checked" in told):
            self.sent.setdefault(name, []).append(told.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.sent.setdefault(name, []).append("")
        elif tag == "select":
            self._choice = name
        elif tag == "option" and self._choice and "selected" in told:
            self.sent.setdefault(self._choice, []).append(told.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._choice = ""

    def handle_data(self, text: str) -> None:
        if self._area:
            self.sent[self._area][-1] += text.removeprefix("\n")


def fields_of(page: Any) -> dict[str, list[str]]:
    """The fields by name, each with the values that would be sent; the token against forgery is left out."""
    reader = _Fields()
    reader.feed(page.content.decode())
    return {name: values for name, values in reader.sent.items() if name != "csrfmiddlewaretoken"}
