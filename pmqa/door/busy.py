"""What people are told who have to wait: when to try again, with what they typed kept on the page."""

import socket
import sqlite3
import struct
import sys
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import server_error

AGAIN_AFTER = 10  # seconds
# SQLite: another connection writes for longer than the timeout.
_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# PostgreSQL, by class of its codes: no connection; a deadlock or clash; too many; a lock not to be had; shut down.
_POSTGRESQL = ("08", "40", "533", "55P03", "57P0")

# struct tcp_info of Linux: eight bytes, then numbers of 32 bits; the twelfth is the milliseconds since data came.
_TCP_INFO = struct.Struct("8x44xI")


def in_turn(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: who stood in the queue of connections for longer than PMQA_LONGEST_WAIT seconds is told to come back.

    That takes a fraction of the work, so that the queue never grows until the machine takes no connection at all. Who
    is signed in is always served.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if is_visitor and waited(request.META.get("gunicorn.socket")) > settings.PMQA_LONGEST_WAIT:
            return _come_back(request)
        return get_response(request)

    return middleware


def waited(connection: socket.socket | None) -> float:
    """Seconds for which what came over `connection` has been waiting to be read; 0 where the system does not tell."""
    if connection is None or not sys.platform.startswith("linux"):
        return 0.0
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    except OSError:
        return 0.0  # not TCP
    milliseconds: int = _TCP_INFO.unpack(told)[0]
    return milliseconds / 1000


def wait_page(request: HttpRequest, *, words: Any, again: Any, status: int, after: int) -> HttpResponse:
    """A page that is cheap to make, with `status`, to come back from `after` seconds later.

    It holds what was sent, hidden, with a button that sends it again; but no files, which cannot be put into a page,
    and no form with a password.
    """
    title = _("Very many people are here just now")
    context = {"title": title, "words": words, "next": again, "kept": _kept(request), "path": request.get_full_path()}
    page = render(request, "door/wait.html", context, status=status)
    page["Retry-After"], page["Cache-Control"] = str(after), "no-store"
    return page


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    if request.FILES or any("password" in name for name in request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]


def answered(request: HttpRequest) -> HttpResponse:
    """The answer to a request that failed: 503 where trying again helps, else the page for 500.

    Every form carries a key, so that sending again makes nothing twice.
    """
    if not is_busy(sys.exc_info()[1]):
        return HttpResponseServerError(server_error(request).content)
    return _come_back(request)


def _come_back(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        words, again = _("The page could not be made in time."), _("Wait for about ten seconds, then try again.")
    elif _kept(request):
        words = _("Nothing of what you sent is stored yet, and nothing of it is lost: it is kept on this page.")
        again = _("Wait for about ten seconds, then press the button. Sending twice does no harm.")
    else:
        words = _("Nothing of what you sent is stored yet.")
        again = _("Go back in your browser: your words are still there. Wait for about ten seconds, then send again.")
    return wait_page(request, words=words, again=again, status=503, after=AGAIN_AFTER)


def is_busy(error: Any) -> bool:
    """Whether `error` says that the database was busy, and not that something is wrong with it or with us."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    if isinstance(cause, psycopg.Error):
        # Without a code the server was never reached.
        return cause.sqlstate is None or cause.sqlstate.startswith(_POSTGRESQL)
    return False
