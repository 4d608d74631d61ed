"""The contact manual as a PDF for everybody: what stands in it, what is not there, and that it is made once."""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pypdf import PdfReader

from pmqa.organization.models import Unit
from pmqa.reports import apart, manual_views
from pmqa.storage.turns import turn
from pmqa.thai.text import fold
from standards.models import ServiceStandard, StandardStep, time_words
from tests.every_table.desk import text_of

Does = Callable[..., HttpResponse]
Public = Callable[..., HttpResponse]


@pytest.fixture
def published(does: Does, weather: ServiceStandard) -> ServiceStandard:
    does("publish")
    return weather


def pages_of(answer: HttpResponse) -> list[str]:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return [fold(page.extract_text()) for page in PdfReader(io.BytesIO(answer.content)).pages]


def files() -> list[str]:
    return sorted(path.name for path in (Path(settings.MEDIA_ROOT) / "manuals").rglob("*.pdf"))


def test_what_is_not_published_has_no_pdf(does: Does, public: Public, weather: ServiceStandard) -> None:
    assert public("service-pdf", 1).status_code == 404
    assert public("manual-pdf").status_code == 404
    does("publish")
    assert public("service-pdf", 2).status_code == 404
    does("withdraw")
    assert public("service-pdf", 1).status_code == 404
    assert public("manual-pdf").status_code == 404


def test_the_manual_of_a_service_says_all_that_is_published(
    public: Public, published: ServiceStandard, fill: Any
) -> None:
    StandardStep.objects.filter(number=1).update(what="ร่างลับ")
    text = "".join(pages_of(public("service-pdf", 1)))
    for words in (
        *("พยากรณ์อากาศ", "รับคำขอ", "แผนกพยากรณ์", "หนังสือขอ", "สำเนาบัตร", "ไลน์กลุ่ม", "08.30-16.30", "ข้อบังคับ ทร."),
        *(time_words(480), time_words(120), _("Fee not stated"), _("Flow chart"), _("Contact manual")),
        _("If not passed: back to step %(n)s") % {"n": 2},
        _("Version %(version)s, published on %(day)s") % {"version": 1, "day": ""},
    ):
        assert fold(words) in text, words
    assert fold("ร่างลับ") not in text


def test_the_whole_manual_has_a_cover_and_the_pages_of_its_services(
    does: Does, public: Public, published: ServiceStandard, fill: Any, desk: Any
) -> None:
    fill("cs7-standards", [{"service": "สำรวจและผลิตแผนที่เดินเรือ", "total": "2", "unit": "ชั่วโมง"}])
    fill("cs7-steps", [{"standard": "สำรวจและผลิตแผนที่เดินเรือ", "number": "1", "what": "ขายแผนที่"}])
    charts = ServiceStandard.objects.exclude(pk=published.pk).get()
    sent = {"publish": "1", "sent": "00000000-0000-4000-8000-000000000001", "version": charts.version}
    assert desk.client.post(desk.url("standard", charts.pk), sent).status_code == 302
    cover, contents, *services = pages_of(public("manual-pdf"))
    assert fold(_("Contact manual")) in cover
    assert fold(Unit.objects.get(code="alpha").name) in cover
    for number, name in enumerate(("พยากรณ์อากาศ", "สำรวจและผลิตแผนที่เดินเรือ"), start=1):
        [page] = [place for place, text in enumerate(services, start=3) if fold(f"{number}. {name}") in text[:200]]
        assert re.search(re.escape(fold(f"{number}. {name}")) + rf"\.+{page}", contents)


def test_the_pages_lead_to_the_pdf(does: Does, public: Public, published: ServiceStandard, desk: Any) -> None:
    one, whole = reverse("service-pdf", args=["alpha", 1]), reverse("manual-pdf", args=["alpha"])
    assert one in text_of(public("service", 1))
    assert one in text_of(desk.client.get(desk.url("standard", published.pk)))
    assert whole in text_of(public("services"))


def test_it_is_made_once_and_anew_when_a_version_is_published(
    does: Does, public: Public, published: ServiceStandard, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = public("service-pdf", 1).content
    [kept] = files()
    with monkeypatch.context() as broken:
        broken.setattr(apart, "COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
        assert public("service-pdf", 1).content == first  # nothing is made
        StandardStep.objects.filter(number=1).update(what="รับคำร้อง")
        assert public("service-pdf", 1).content == first  # not published yet
    does("publish")
    assert fold("รับคำร้อง") in "".join(pages_of(public("service-pdf", 1)))
    [anew] = files()
    assert anew != kept


def test_a_unit_with_another_name_has_another_pdf(public: Public, published: ServiceStandard) -> None:
    public("service-pdf", 1)
    Unit.objects.update(name="กรมใหม่เอี่ยม")
    assert fold("กรมใหม่เอี่ยม") in "".join(pages_of(public("service-pdf", 1)))


def test_while_one_is_made_others_are_told_to_come_again(public: Public, published: ServiceStandard) -> None:
    with turn("making what is kept") as is_ours:
        assert is_ours
        answer = public("service-pdf", 1)
        assert (answer.status_code, answer["Retry-After"]) == (503, "3")
        assert 'http-equiv="refresh"' in text_of(answer)
        assert files() == []
    assert public("service-pdf", 1).status_code == 200


def test_one_address_has_only_so_many_made(
    public: Public, published: ServiceStandard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manual_views, "MADE_AN_HOUR", 1)
    assert public("service-pdf", 1).status_code == 200
    refused = public("manual-pdf")
    assert refused.status_code == 429
    assert _("Too many were asked for from your network. Please try in an hour.") in text_of(refused)
    assert public("service-pdf", 1).status_code == 200  # kept: not counted


@pytest.mark.parametrize(
    "trouble",
    [
        "import sys; sys.modules['weasyprint'] = None; from pmqa.reports.apart import main; main()",
        "from pmqa.reports import apart; apart.MEMORY = 80_000_000; apart.main()",
        "from pmqa.reports import apart; apart.SECONDS = 0; apart.main()",
    ],
    ids=["no Pango", "too much memory", "too long"],
)
def test_a_pdf_that_cannot_be_made_is_told_in_words(
    public: Public, published: ServiceStandard, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", trouble))
    answer = public("service-pdf", 1)
    assert answer.status_code == 503
    assert _("The PDF cannot be made just now. All that it says stands on the page of the service.") in text_of(answer)
    assert files() == []


def test_what_people_typed_stays_text(does: Does, public: Public, weather: ServiceStandard) -> None:
    StandardStep.objects.filter(number=1).update(what='<img src="file:///etc/passwd"> & <b>')
    does("publish")
    assert fold('<img src="file:///etc/passwd"> & <b>') in "".join(pages_of(public("service-pdf", 1)))


def test_the_pdf_is_only_read(published: ServiceStandard, client: Any) -> None:
    for address in (reverse("service-pdf", args=["alpha", 1]), reverse("manual-pdf", args=["alpha"])):
        assert client.post(address).status_code == 405
