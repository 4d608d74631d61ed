"""Reads PMQA_STORAGE_URL: s3://KEY:SECRET@HOST:PORT/BUCKET?tls=1&region=us-east-1&addressing=path.

KEY and SECRET are written as in any address (%2F for a slash). `tls=0` speaks plain HTTP, for a server on the same
machine or private network; `addressing=virtual` puts the bucket before the host's name.
"""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

OPTIONS = {"tls": ("1", "0"), "region": (), "addressing": ("path", "virtual")}
FORM = "PMQA_STORAGE_URL must look like s3://KEY:SECRET@HOST:PORT/BUCKET?tls=1&region=us-east-1&addressing=path"


def storages(url: str) -> dict[str, dict[str, Any]]:
    """STORAGES for the files of the data and those that wait; raises ImproperlyConfigured, without the secret."""
    if not url:
        return {
            "default": {"BACKEND": "pmqa.storage.local.LocalFiles"},
            "uploads": {"BACKEND": "pmqa.storage.local.PrivateFiles"},
        }
    options = _options(url)
    return {
        "default": {"BACKEND": "pmqa.storage.remote.RemoteFiles", "OPTIONS": {**options, "location": "files"}},
        "uploads": {"BACKEND": "pmqa.storage.remote.RemoteFiles", "OPTIONS": {**options, "location": "uploads"}},
    }


def _options(url: str) -> dict[str, Any]:
    from botocore.config import Config  # not where files are local: it takes a third of a second

    try:
        parts = urlsplit(url)
        port, bucket = parts.port, parts.path.strip("/")
    except ValueError:
        raise ImproperlyConfigured(FORM) from None
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    wrong = [
        name for name, value in asked.items() if OPTIONS.get(name) is None or value not in (OPTIONS[name] or value)
    ]
    if parts.scheme != "s3" or wrong or not (parts.hostname and parts.username and parts.password and bucket):
        raise ImproperlyConfigured(FORM + (f" (not understood: {', '.join(wrong)})" if wrong else ""))
    scheme = "http" if asked.get("tls") == "0" else "https"
    return {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "endpoint_url": f"{scheme}://{parts.hostname}{f':{port}' if port else ''}",
        "region_name": asked.get("region", "us-east-1"),
        "file_overwrite": False,
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": asked.get("addressing", "path")},
            connect_timeout=5,
            read_timeout=60,
            retries={"mode": "standard", "max_attempts": 4},
        ),
    }
