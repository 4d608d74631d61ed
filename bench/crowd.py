"""Many people who send a form at once: connections of their own, each with the address that a proxy would tell."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

# Longer than anything may take: who has no answer by then counts as lost.
PATIENCE = 900  # seconds


@dataclass(frozen=True)
class Sending:
    """A form to be sent: `name` tells it from the others; `at` is seconds after the start."""

    name: str
    path: str
    fields: Sequence[tuple[str, str]]
    address: str
    at: float = 0.0
    cookies: str = ""


@dataclass(frozen=True)
class Told:
    """What the server answered: its status, 0 where none came; the page; the headings; how many seconds it took."""

    name: str
    status: int
    page: str
    headings: str
    seconds: float


def send_all(port: int, sendings: Iterable[Sending]) -> list[Told]:
    """The answers in the order of `sendings`, each sent at its time whether or not those before were answered."""

    async def together() -> list[Told]:
        start = time.monotonic()
        return list(await asyncio.gather(*(_send(port, each, start) for each in sendings)))

    return asyncio.run(together())


async def _send(port: int, sending: Sending, start: float) -> Told:
    await asyncio.sleep(max(0.0, start + sending.at - time.monotonic()))
    begun = time.monotonic()
    try:
        raw = await asyncio.wait_for(_exchange(port, _request(sending)), PATIENCE)
    except (OSError, asyncio.IncompleteReadError, TimeoutError):
        raw = b""
    head, _gap, body = raw.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1]) if head.startswith(b"HTTP/") else 0
    return Told(sending.name, status, body.decode(errors="replace"), head.decode("latin-1"), time.monotonic() - begun)


async def _exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()


def _request(sending: Sending) -> bytes:
    body = urlencode(sending.fields).encode()
    method = b"POST" if sending.fields else b"GET"
    headings = (
        "Host: localhost",
        f"X-Forwarded-For: {sending.address}",
        "Accept-Language: th",
        "Connection: close",
        *([f"Cookie: {sending.cookies}"] if sending.cookies else []),
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    return b"%s %s HTTP/1.1\r\n%s\r\n\r\n%s" % (method, sending.path.encode(), "\r\n".join(headings).encode(), body)
