"""The secret key of an installation: given by the environment, or made once and kept with the data."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(folder: Path, *, is_shared: bool) -> str:
    """The key from PMQA_SECRET_KEY, else the one kept in `folder`; made there, readable by its owner alone.

    Where several machines may be one installation (`is_shared`) each would make its own, and none would believe what
    another has signed: there it must be given. Raises ImproperlyConfigured.
    """
    given = os.environ.get("PMQA_SECRET_KEY")
    if given:
        return given
    if is_shared:
        raise ImproperlyConfigured(
            "PMQA_STORAGE_URL is set, so several machines may share this installation: "
            "set PMQA_SECRET_KEY too, to the same long random text on each of them."
        )
    path = folder / "secret.key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
