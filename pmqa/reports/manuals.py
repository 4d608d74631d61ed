"""The contact manual (คู่มือการติดต่อราชการ) on paper: one service, or all that the unit has published.

In the order of section 7 of the Licensing Facilitation Act B.E. 2558: what it is, steps and time, documents, fee.
"""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.organization.models import Unit
from pmqa.reports.documents import layout_of
from pmqa.reports.kept import Kept
from pmqa.reports.look import Look
from pmqa.reports.pages import Page
from pmqa.reports.pdf import PAPER
from pmqa.reports.render import FLOWS
from pmqa.reports.report import version_of
from standards.models import PublishedStandard
from standards.queries import Manual, manual_from

STYLE = Path(__file__).with_name("manual.css")
# What a manual without a cover has at the foot of its first page.
ALONE = STYLE.with_name("manual_alone.css")
WHOLE = "manual"


@dataclass(frozen=True)
class PrintedService:
    """A service as it was published: `published_on` is the day, C.E."""

    number: int
    version: int
    published_on: datetime.date
    manual: Manual

    @property
    def documents(self) -> list[str]:
        """The documents needed, one a line as they were written."""
        return [line.strip() for line in self.manual.documents.split("\n") if line.strip()]


@dataclass(frozen=True)
class ContactManual:
    """What is printed: the whole manual has a cover and contents, and one service has neither."""

    unit: str
    services: tuple[PrintedService, ...]
    is_whole: bool
    is_sample: bool

    @cached_property
    def version(self) -> str:
        return version_of(self)

    @property
    def as_of(self) -> datetime.date:
        """The day on which the newest of its services was published."""
        return max(each.published_on for each in self.services)

    @property
    def title(self) -> str:
        if self.is_whole:
            return _("Contact manual of %(unit)s") % {"unit": self.unit}
        words = {"unit": self.unit, "service": self.services[0].manual.service}
        return _("Contact manual: %(service)s, %(unit)s") % words


def contact_manual(unit: Unit, published: Sequence[PublishedStandard], *, is_whole: bool) -> ContactManual:
    """The manual of at least one service that is public."""
    services = tuple(
        PrintedService(
            each.number,
            each.version,
            timezone.localtime(each.published_at).date(),
            manual_from(each.facts),
        )
        for each in published
    )
    return ContactManual(unit.name, services, is_whole, settings.DEMONSTRATION)


def page_of(manual: ContactManual, language: str) -> Page:
    """The pages of `manual`, in the active language, which is `language`."""
    context = {"manual": manual, "look": Look(language)}
    styles = (PAPER, FLOWS, STYLE) if manual.is_whole else (PAPER, FLOWS, STYLE, ALONE)
    return Page(render_to_string("reports/paper/manual.html", context), "\n".join(each.read_text() for each in styles))


def kept_of(unit: Unit, manual: ContactManual, language: str) -> Kept:
    """Where the PDF of `manual` is kept: under another name when its words, its look or the unit's name change."""
    name = WHOLE if manual.is_whole else str(manual.services[0].number)
    version = hashlib.sha256(f"{manual.version} {language} {layout_of()}".encode()).hexdigest()
    return Kept(f"manuals/{unit.pk}", f"{name}-{language}", version[:24])
