"""At most so many a window of time from one address, counted in the database that all web processes share."""

import datetime
import ipaddress
import re

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pmqa.door.models import Throttle

# Some proxies write the port behind an address, which is another for each call: "192.0.2.1:5678", "[2001:db8::1]:5678".
_PORT = re.compile(r"^(?:([0-9.]+)|\[([0-9A-Fa-f:.]+)\])(?::[0-9]+)?$")

# One statement asks and counts: the database makes those who come together wait for each other, and the disk is waited
# for once. Without a row changed the limit was reached.
_COUNT = """
INSERT INTO door_throttle ("key", "count", "ends_at") VALUES (%s, 1, %s)
ON CONFLICT ("key") DO UPDATE SET "count" = door_throttle."count" + 1 WHERE door_throttle."count" < %s
"""


def client_address(request: HttpRequest) -> str:
    """Where `request` comes from, without a port; of IPv6 the network of 64 bits, as one customer has all of it.

    An IPv4 address that a server of both kinds writes as IPv6 stays itself: all of them are in one network there.

    Behind proxies, PMQA_PROXIES of them, each of which adds whom it heard to X-Forwarded-For: what stands further left
    can be written by anybody, and is not believed.
    """
    heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-settings.PMQA_PROXIES :]
    address = heard[0].strip() if settings.PMQA_PROXIES and heard[0].strip() else request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(_PORT.sub(r"\1\2", address))
    except ValueError:
        return str(address)
    if found.version == 4 or found.ipv4_mapped:
        return str(getattr(found, "ipv4_mapped", None) or found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def admitted(purpose: str, request_address: str, limit: int, window: datetime.timedelta) -> bool:
    """Whether this is one of the first `limit` calls for `purpose` from the address in the current `window`.

    Of calls at the same moment exactly `limit` are admitted. What is rolled back does not count.
    """
    now, length = timezone.now(), int(window.total_seconds())
    number = int(now.timestamp()) // length
    key = salted_hmac("pmqa.door.throttle", f"{purpose}|{request_address}|{number}", algorithm="sha256").hexdigest()
    ends_at = datetime.datetime.fromtimestamp((number + 1) * length, tz=datetime.UTC)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, connection.ops.adapt_datetimefield_value(ends_at), limit])
        return cursor.rowcount == 1


def forget_past(now: datetime.datetime) -> int:
    """Removes the counts of windows that have ended at `now`; how many."""
    return Throttle.objects.filter(ends_at__lte=now).delete()[0]
