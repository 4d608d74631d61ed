"""One person at one table: posts its forms and its grid as a browser without JavaScript does."""

import html
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import RowChange
from pmqa.evidence.tables import EvidenceTable
from tests.every_table.rows import Sample, sample_of


def text_of(response: Any) -> str:
    """The page as a reader sees it, entities resolved."""
    return html.unescape(response.content.decode())


def wrong_words(response: Any) -> list[str]:
    """What a page of a form or a grid says is wrong: beside the fields, and above them."""
    found = re.findall(
        r'class="(?:invalid-feedback|wrong-words|alert[^"]*|message message-error)"[^>]*>(.*?)</',
        text_of(response),
        re.S,
    )
    return [re.sub(r"<[^>]+>", " ", words).strip() for words in found]


@dataclass(frozen=True)
class Desk:
    client: Client
    assessment: Assessment
    table: EvidenceTable

    def beside(self, key: str) -> "Desk":
        """The same person at another table."""
        return Desk(self.client, self.assessment, table_of(key))

    @property
    def sample(self) -> Sample:
        return sample_of(self.table)

    @property
    def told(self) -> str:
        """A column of free text that tells the first row from the second."""
        return self.sample.change[0]

    def url(self, what: str = "", *rows: int) -> str:
        name = f"{self.table.key}-{what}" if what else self.table.key
        return reverse(name, args=[self.assessment.unit.code, self.assessment.year, *rows])

    def get(self, what: str = "", *rows: int, **asked: Any) -> HttpResponse:
        return self.client.get(self.url(what, *rows), asked)

    def post(self, what: str, *rows: int, **sent: Any) -> HttpResponse:
        return self.client.post(self.url(what, *rows), sent)

    def add(self, values: Mapping[str, Any], **more: Any) -> HttpResponse:
        return self.client.post(self.url("add"), {"sent": str(uuid.uuid4()), **values, **more})

    def edit(self, row: Any, values: Mapping[str, Any], **more: Any) -> HttpResponse:
        sent = {"sent": str(uuid.uuid4()), "version": row.version, **values, **more}
        return self.client.post(self.url("edit", row.pk), sent)

    def grid(self, lines: Sequence[Mapping[str, str]], **more: Any) -> HttpResponse:
        """Sends lines of the grid; a line may hold "stored" and "remove" beside its cells."""
        cells = {f"line-{n}-{key}": text for n, line in enumerate(lines) for key, text in line.items()}
        return self.client.post(self.url("grid"), {"sent": str(uuid.uuid4()), **cells, **more})

    def stored_lines(self) -> list[dict[str, str]]:
        """The lines of the grid that hold rows, read from the HTML of its page, as a browser would."""
        page, found = text_of(self.get("grid")), {}
        cells = re.findall(r'<textarea name="line-(\d+)-([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.S)
        cells += re.findall(r'<input[^>]*name="line-(\d+)-([^"]+)"[^>]*value="([^"]*)"', page)
        for number, key, text in cells:
            if key != "remove":
                found.setdefault(int(number), {})[key] = text
        return [found[number] for number in sorted(found) if found[number]["stored"]]

    def rows(self) -> list[Any]:
        return list(self.table.rows_of(self.assessment))

    def values(self) -> list[dict[str, Any]]:
        return [dict(self.table.values_of(row)) for row in self.rows()]

    def changes(self) -> int:
        return RowChange.objects.count()

    def both(self) -> list[Any]:
        """Stores both sample rows by the form and returns them."""
        before = {row.pk for row in self.rows()}
        for values in (self.sample.first, self.sample.second):
            answer = self.add(values)
            assert answer.status_code == 302, wrong_words(answer)
        return [row for row in self.rows() if row.pk not in before]
