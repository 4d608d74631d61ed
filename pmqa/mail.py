"""The mail server, from one address in the environment."""

from typing import Any
from urllib.parse import unquote, urlsplit

SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server(address: str) -> dict[str, Any]:
    """The settings of Django for `address`: smtp://, smtp+tls:// (STARTTLS) or smtps://USER:PASSWORD@HOST:PORT.

    Without one nothing is ever sent. ValueError for what is no such address; it repeats no password.
    """
    backend = "django.core.mail.backends.dummy.EmailBackend"
    parts = urlsplit(address.strip())
    if address.strip():
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise ValueError("PMQA_EMAIL_URL is to be smtp://, smtp+tls:// or smtps://USER:PASSWORD@HOST:PORT")
        backend = "django.core.mail.backends.smtp.EmailBackend"
    return {
        "EMAIL_BACKEND": backend,
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or SCHEMES.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
