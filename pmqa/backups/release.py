"""What a backup must agree with where it is put back: the release, its tables, the key under which it signed."""

import tomllib
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.crypto import salted_hmac


def about() -> dict[str, Any]:
    """What is told of a backup: when and by which release it was made, its kind of database, its migrations."""
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "release": release(),
        "database": connection.vendor,
        "key": key_mark(settings.SECRET_KEY),
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations),
    }


def release() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def key_mark(key: str) -> str:
    """By which two keys are known to be the same, and nothing else is known of them."""
    return salted_hmac("pmqa.backups.key", "", secret=key, algorithm="sha256").hexdigest()


def disagreement(told: dict[str, Any], *, has_key: bool) -> str:
    """Why a backup of which this is `told` cannot be put back here; an empty text when it can."""
    if told["database"] != connection.vendor:
        return f"it is of {told['database']}, and this installation is set to {connection.vendor}"
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    replaced = {f"{app}.{name}" for each in loader.disk_migrations.values() for app, name in each.replaces}
    made = set(told["migrations"])
    unknown, missing = made - known - replaced, known - made
    if unknown or missing:
        number = f"{len(unknown)} steps of its tables are not known here, {len(missing)} are missing in it"
        return f"it was made by another release ({told['release']}; {number}); put it back with that one, then upgrade"
    if not has_key and told["key"] != key_mark(settings.SECRET_KEY):
        return "it was made under another secret key; set PMQA_SECRET_KEY to that one"
    return ""
