"""A request that brings too much is refused before its files are written to the disk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from pmqa.cycle.models import Assessment
from pmqa.door import uploads
from pmqa.organization.models import Person
from tests.evidence.pictures import PDF, sent

URL = "/units/alpha/2569/files/upload/"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FROM_ANYBODY", 10_000)
    monkeypatch.setattr(uploads, "MOST_FROM_PEOPLE", 20_000)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[str]:
    """The names of the files that were begun on the disk."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    names: list[str] = []
    begin = TemporaryFileUploadHandler.new_file

    def watched(handler: Any, field: str, name: str, *args: Any, **options: Any) -> None:
        names.append(name)
        begin(handler, field, name, *args, **options)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", watched)
    return names


@pytest.mark.parametrize("url", ["/feedback/alpha/", "/accounts/login/"])
def test_nobody_without_an_account_fills_the_disk(assessment: Assessment, written: list[str], url: str) -> None:
    client = Client()
    assert client.post(url, {"photographs": sent("a.jpg", b"x" * 11_000)}).status_code == 400
    assert written == []
    assert client.post(url, {"photographs": sent("a.jpg", b"x" * 8_000)}).status_code in (200, 302)


def test_people_with_an_account_bring_more(staff: Person, written: list[str], client_of: Callable[..., Client]) -> None:
    client = client_of(staff)
    assert client.post(URL, {"files": sent("a.pdf", PDF + b"x" * 11_000)}).status_code == 302
    assert written == ["a.pdf"]
    assert client.post(URL, {"files": sent("b.pdf", PDF + b"x" * 21_000)}).status_code == 400
    assert written == ["a.pdf"]
