"""The count of requests: exact, by address and purpose, and without a word about who asked."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import RequestFactory

from pmqa.door.models import Throttle
from pmqa.door.throttle import admitted, client_address, forget_past

TEN_MINUTES = datetime.timedelta(minutes=10)
NOON = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)


@pytest.mark.database
@pytest.mark.django_db
def test_the_first_so_many_are_admitted_and_then_nobody_until_the_next_window() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert [admitted("follow", "192.0.2.7", 3, TEN_MINUTES) for _call in range(5)] == [True] * 3 + [False] * 2
        assert admitted("follow", "192.0.2.8", 3, TEN_MINUTES)
        assert admitted("file", "192.0.2.7", 3, TEN_MINUTES)
        clock.shift(TEN_MINUTES)
        assert admitted("follow", "192.0.2.7", 3, TEN_MINUTES)


@pytest.mark.django_db
def test_no_address_is_stored_and_none_can_be_tried_out_without_the_secret(settings: Any) -> None:
    with time_machine.travel(NOON, tick=False):
        admitted("follow", "192.0.2.7", 3, TEN_MINUTES)
        settings.SECRET_KEY = "another"
        admitted("follow", "192.0.2.7", 3, TEN_MINUTES)
    first, second = Throttle.objects.values_list("key", flat=True)
    assert first != second
    assert "192.0.2.7" not in str(list(Throttle.objects.values_list()))


@pytest.mark.django_db
def test_what_is_past_is_forgotten_and_what_counts_is_not() -> None:
    with time_machine.travel(NOON, tick=False):
        admitted("follow", "192.0.2.7", 3, TEN_MINUTES)
        assert forget_past(NOON + TEN_MINUTES - datetime.timedelta(seconds=1)) == 0
        assert forget_past(NOON + TEN_MINUTES) == 1
    assert not Throttle.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "198.51.100.4, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.4, 203.0.113.9, 192.0.2.44", "203.0.113.9"),
        (1, "", "192.0.2.1"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "203.0.113.9:50123", "203.0.113.9"),
        (1, "[2001:db8:1:2::7]:50123", "2001:db8:1:2::/64"),
    ],
)
def test_only_proxies_of_ours_are_believed(settings: Any, proxies: int, forwarded: str, address: str) -> None:
    settings.PMQA_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="192.0.2.1")
    assert client_address(request) == address


def test_a_customer_of_ipv6_has_one_count_however_many_addresses() -> None:
    found = {client_address(RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in range(1, 9)}
    assert found == {"2001:db8:1:2::/64"}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == ""


def test_people_with_ipv4_are_told_apart_at_a_server_that_writes_them_as_ipv6() -> None:
    found = {client_address(RequestFactory().get("/", REMOTE_ADDR=f"::ffff:192.0.2.{n}")) for n in (1, 2)}
    assert found == {"192.0.2.1", "192.0.2.2"}
