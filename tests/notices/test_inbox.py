"""The inbox: own notices alone, newest first, counted in the head of every page, read by POST."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmqa.cycle.models import Assessment
from pmqa.notices.models import Notice
from pmqa.organization.models import Person
from tests.judging.conftest import NOW

pytestmark = pytest.mark.django_db
ADDRESSES = [("inbox", []), ("notices-read", []), ("notice-read", [1])]


def put_notice(person: Person, assessment: Assessment, hours: int = 0, **fields: Any) -> Notice:
    at = NOW + datetime.timedelta(hours=hours)
    given = {"kind": "EXTENDED", "unit": assessment.unit, "year": 2569, "detail": {"until": "2026-09-30"}, **fields}
    return Notice.objects.create(person=person, at=at, **given)


@pytest.fixture
def client(staff: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(staff)


def test_own_notices_are_shown_newest_first_and_no_others(
    client: Client, staff: Person, assessment: Assessment, person: Callable[..., Person]
) -> None:
    put_notice(staff, assessment, 1)
    put_notice(staff, assessment, 2, kind="PUBLISHED")
    put_notice(person("other"), assessment, 3, kind="RETURNED")
    page = client.get(reverse("inbox"))
    assert [notice.kind for notice, _words, _address in page.context["lines"]] == ["PUBLISHED", "EXTENDED"]
    assert "30 กันยายน 2569" in page.content.decode()


def test_the_head_of_a_page_counts_what_is_unread(
    client: Client, staff: Person, assessment: Assessment, person: Callable[..., Person]
) -> None:
    put_notice(staff, assessment)
    put_notice(staff, assessment, read_at=NOW)
    put_notice(person("other"), assessment)
    page = client.get(reverse("assessments")).content.decode()
    assert 'class="badge-unread">1 ' in page
    client.post(reverse("notices-read"))
    assert "badge-unread" not in client.get(reverse("assessments")).content.decode()
    assert Notice.objects.filter(read_at=None).count() == 1  # that of the other


def test_who_is_not_signed_in_is_asked_for_nothing_and_counted_nothing(staff: Person, assessment: Assessment) -> None:
    notice = put_notice(staff, assessment)
    visitor = Client()
    with CaptureQueriesContext(connection) as queries:
        page = visitor.get(reverse("account_login"))
    assert "notices_notice" not in str(queries.captured_queries)
    assert reverse("inbox") not in page.content.decode()
    for name, args in ADDRESSES:
        for answer in (visitor.get(reverse(name, args=args)), visitor.post(reverse(name, args=args))):
            assert answer["Location"].startswith(reverse("account_login"))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_one_is_marked_and_leads_to_its_place(client: Client, staff: Person, assessment: Assessment) -> None:
    first, second = put_notice(staff, assessment), put_notice(staff, assessment, kind="RETURNED")
    assert client.get(reverse("inbox")).status_code == 200
    assert not Notice.objects.exclude(read_at=None).exists()
    assert client.post(reverse("notice-read", args=[first.pk]))["Location"] == reverse("inbox")
    opened = client.post(reverse("notice-read", args=[second.pk]), {"open": "1"})
    assert opened["Location"] == reverse("start", args=["alpha", 2569])
    when = Notice.objects.get(pk=second.pk).read_at
    client.post(reverse("notice-read", args=[second.pk]))
    assert Notice.objects.get(pk=second.pk).read_at == when


def test_anothers_notice_is_not_there(client: Client, assessment: Assessment, person: Callable[..., Person]) -> None:
    theirs = put_notice(person("other"), assessment)
    assert client.post(reverse("notice-read", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("notice-read", args=[theirs.pk + 999])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_nothing_is_marked_by_looking_or_without_a_token(staff: Person, assessment: Assessment) -> None:
    notice = put_notice(staff, assessment)
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (reverse("notices-read"), reverse("notice-read", args=[notice.pk])):
        assert client.get(address).status_code == 405
        assert client.post(address).status_code == 403
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_inbox_asks_as_much_for_many_as_for_few(client: Client, staff: Person, assessment: Assessment) -> None:
    counts = []
    for more in (2, 60):
        for hours in range(more):
            put_notice(staff, assessment, hours)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("inbox"))
        counts.append(len(queries))
        assert sum("notices_notice" in each["sql"] for each in queries.captured_queries) == 3  # badge, count, page
    assert counts[0] == counts[1]
    assert page.context["page"].paginator.num_pages == 3
    assert client.get(reverse("inbox"), {"page": "x"}).status_code == 200
