"""The secret key of an installation: given by the environment, or made once and kept with the data."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The key from PMQA_SECRET_KEY, else the one kept in `folder`; made there, readable by its owner alone."""
    given = os.environ.get("PMQA_SECRET_KEY")
    if given:
        return given
    path = folder / "secret.key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
