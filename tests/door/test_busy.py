"""Who meets a database that is busy is told to try again, with what was typed; what is wrong stays an error."""

import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from pmqa.cycle.models import Assessment
from pmqa.door.busy import answered, in_turn, is_busy, waited
from tests.complaints.sender import URL, WORDS, Sender, code_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
THROTTLE = "door_throttle"


@contextmanager
def held() -> Iterator[None]:
    """Somebody else holds the table of counts, and does not let go."""
    if connection.vendor == "sqlite":
        other: Any = sqlite3.connect(connection.settings_dict["NAME"], uri=True, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute(f"DELETE FROM {THROTTLE}")
    else:
        other = psycopg.connect(**_address())
        other.execute(f"LOCK TABLE {THROTTLE}")
        connection.cursor().execute("SET lock_timeout = 50")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        connection.close()


def _address() -> Any:
    told = connection.get_connection_params()
    return {name: told[name] for name in ("dbname", "user", "host") if name in told}


@pytest.mark.database
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_form_is_kept_and_can_be_sent_again(assessment: Assessment, language: str) -> None:
    sender = Sender(language=language)
    sender.client.raise_request_exception = False
    stamp = sender.stamp()
    with held():
        page = sender.send(stamp, subject='ข่าว "ช้า" <b>')
    assert page.status_code == 503
    assert page["Retry-After"] == "10"
    assert page["Cache-Control"] == "no-store"
    assert ("Nothing of what you sent is stored yet" in text_of(page)) == (language == "en")
    for words in (stamp, WORDS["text"], "COMPLAINT"):
        assert f'value="{words}"' in text_of(page)
    assert "&quot;ช้า&quot; &lt;b&gt;" in page.content.decode()
    assert code_in(sender.send(stamp))


def test_files_and_passwords_are_not_put_into_the_page(db: None) -> None:
    photograph = SimpleUploadedFile("a.jpg", b"x")
    for told in ({"text": "คำ", "photographs": photograph}, {"login": "a", "password": "secret"}):
        page = failed(RequestFactory().post(URL, told))
        assert page.status_code == 503
        assert "<input" not in text_of(page)
        assert "<form" not in text_of(page)


def test_who_reads_is_led_to_the_same_page(db: None) -> None:
    page = failed(RequestFactory().get(f"{URL}?a=1"))
    assert page.status_code == 503
    assert f'href="{URL}?a=1"' in text_of(page)


def failed(request: Any, error: Exception | None = None) -> Any:
    """What answers a request on which `error` was raised, by default one of a lock."""
    try:
        if error:
            raise error
        with held():
            connection.cursor().execute(f"UPDATE {THROTTLE} SET count = 1")
    except Exception:
        return answered(request)


def test_what_is_wrong_is_not_called_busy(db: None, settings: Any) -> None:
    with pytest.raises(OperationalError) as missing:
        connection.cursor().execute("SELECT * FROM nothing")
    assert not is_busy(missing.value)
    for error in (missing.value, ZeroDivisionError()):
        assert failed(RequestFactory().get("/"), error).status_code == 500


def test_a_database_that_is_not_there_is_worth_another_try() -> None:
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect("postgresql://nobody@127.0.0.1:1/none")
    wrapped = OperationalError()
    wrapped.__cause__ = refused.value
    assert is_busy(wrapped)


@pytest.fixture
def connections() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection over which something came."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as far,
        server.accept()[0] as near,
    ):
        far.sendall(b"a")
        assert near.recv(1, socket.MSG_PEEK)
        yield near, far


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not tell")
def test_the_wait_is_that_since_the_last_bytes_came(connections: tuple[socket.socket, socket.socket]) -> None:
    near, far = connections
    while (long := waited(near)) < 0.2:
        assert near.fileno() > 0
    far.sendall(b"b")
    while len(near.recv(2, socket.MSG_PEEK)) < 2:
        pass
    assert waited(near) < long


def test_where_nothing_tells_of_a_wait_there_is_none() -> None:
    assert waited(None) == 0
    one, other = socket.socketpair()
    with one, other:
        assert waited(one) == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not tell")
@pytest.mark.parametrize(("longest", "signed_in", "status"), [(-1, False, 503), (-1, True, 200), (600, False, 200)])
def test_a_visitor_who_stood_too_long_is_told_to_come_back(
    connections: tuple[socket.socket, socket.socket], settings: Any, longest: int, signed_in: bool, status: int
) -> None:
    settings.PMQA_LONGEST_WAIT = longest
    request = RequestFactory(**{"gunicorn.socket": connections[0]}).post(URL, {"text": "คำ"})
    if signed_in:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    page = in_turn(lambda _request: HttpResponse())(request)
    assert page.status_code == status
    assert ('value="คำ"' in text_of(page)) == (status == 503)
