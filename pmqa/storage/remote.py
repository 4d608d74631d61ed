"""Files in a bucket of a server that speaks S3: the same from every machine."""

import errno
import os
import secrets
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from pmqa.storage.found import Found

IN_MEMORY = 4 * 1024 * 1024  # bytes of a file being read; more goes to a temporary file
AT_ONCE = 1024 * 1024
_MARK = "kept-by"  # metadata: which call of `keep` wrote a file
_open_storages: "weakref.WeakSet[RemoteFiles]" = weakref.WeakSet()


class RemoteFiles(S3Storage):  # type: ignore[misc]
    """The files below `location` in a bucket. See found.Files for the contract."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        _open_storages.add(self)

    def keep(self, name: str, source: bytes | IO[bytes]) -> None:
        """Written under a mark of our own and looked up afterwards: what the server says it has is what was sent.

        A server that knows If-None-Match refuses a name that is taken in the very moment; before the others we look.
        """
        key, mark = self._key(name), secrets.token_hex(16)
        about = {"Bucket": self.bucket_name, "Key": key}
        with _os_errors(name):
            if self._head(key) is not None:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
            size = self._send(about, mark, source)
            there = self._head(key) or {}
            if there.get("Metadata", {}).get(_MARK) != mark:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
            if there["ContentLength"] != size:
                self._client.delete_object(**about)
                raise OSError(errno.EIO, "The file server kept another number of bytes than it was sent", name)

    def _send(self, about: dict[str, str], mark: str, source: bytes | IO[bytes]) -> int:
        """Sends the bytes, in one piece or in parts; how many they were."""
        if isinstance(source, bytes):
            try:
                self._client.put_object(**about, Body=source, Metadata={_MARK: mark}, IfNoneMatch="*")
            except ClientError as error:
                # Also when an answer was lost and the same was sent again: the mark tells.
                if _status(error) != 412:
                    raise
            return len(source)
        start = source.tell()
        size = source.seek(0, os.SEEK_END) - start
        source.seek(start)
        whole = _Unclosed(source)
        self._client.upload_fileobj(whole, about["Bucket"], about["Key"], ExtraArgs={"Metadata": {_MARK: mark}})
        return size

    @contextmanager
    def at(self, name: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(prefix="pmqa-", suffix=PurePosixPath(name).suffix) as copy:
            with self._open(name) as file:
                shutil.copyfileobj(file, copy, AT_ONCE)
            copy.flush()
            yield Path(copy.name)

    def below(self, folder: str) -> Iterator[Found]:
        start = f"{self.location}/"
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket_name, Prefix=f"{start}{folder.strip('/')}/" if folder else start
        )
        with _os_errors(folder):
            try:
                for page in pages:
                    for entry in page.get("Contents", ()):
                        yield Found(entry["Key"].removeprefix(start), entry["Size"], entry["LastModified"])
            except ClientError as error:
                # A bucket that the server makes with the first file.
                if _code(error) != "NoSuchBucket":
                    raise

    def exists(self, name: str) -> bool:
        with _os_errors(name):
            return self._head(self._key(name)) is not None

    def size(self, name: str) -> int:
        with _os_errors(name):
            there = self._head(self._key(name))
        if there is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return int(there["ContentLength"])

    def delete(self, name: str) -> None:
        with _os_errors(name):
            self._client.delete_object(Bucket=self.bucket_name, Key=self._key(name))

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """The whole file, fetched now: what goes wrong does so here, and not in the middle of an answer."""
        content = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        try:
            with _os_errors(name):
                body = self._client.get_object(Bucket=self.bucket_name, Key=self._key(name))["Body"]
                for chunk in body.iter_chunks(AT_ONCE):
                    content.write(chunk)
            content.seek(0)
        except BaseException:
            content.close()
            raise
        return File(content, name)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        self.keep(name, content)
        return name

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _key(self, name: str) -> str:
        return str(self._normalize_name(PurePosixPath(name).as_posix()))

    def _head(self, key: str) -> dict[str, Any] | None:
        """What the server tells of a file; None where there is none."""
        try:
            told: dict[str, Any] = self._client.head_object(Bucket=self.bucket_name, Key=key)
        except ClientError as error:
            if _status(error) == 404:
                return None
            raise
        return told


class _Unclosed:
    """A file of somebody else's: the library closes what it has sent."""

    def __init__(self, file: IO[bytes]) -> None:
        self.read, self.seek, self.tell = file.read, file.seek, file.tell

    def close(self) -> None:
        """Is left to whoever opened it."""


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _os_errors(name: str) -> Iterator[None]:
    """What the server or the way to it refuses, as OSError: whoever keeps files need not know where."""
    try:
        yield
    except ClientError as error:
        code = _code(error)
        if _status(error) == 404 and code != "NoSuchBucket":
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name) from error
        number = {403: errno.EACCES, 507: errno.ENOSPC}.get(_status(error), errno.EIO)
        raise OSError(number, f"The file server refused ({code or _status(error)})", name) from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EIO, "The file server does not answer", name) from error


def _forget_connections() -> None:
    """A process that was forked must not talk over its parent's connections."""
    for storage in _open_storages:
        storage._connections = threading.local()


os.register_at_fork(after_in_child=_forget_connections)
