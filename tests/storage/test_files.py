"""What holds of a stored file, in a folder and in a bucket of a real S3 server."""

import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages

from pmqa.evidence.durable import (
    is_stored,
    open_stored,
    read_stored,
    remove_stored,
    store_bytes,
    store_stream,
    stored_at,
    stored_below,
)
from pmqa.keys import secret_key
from pmqa.storage import address
from pmqa.storage.remote import RemoteFiles
from tests import s3


@pytest.fixture(scope="module")
def server() -> Iterator[s3.Server]:
    started = s3.start()
    yield started
    s3.stop(started)


@pytest.fixture
def remote(server: s3.Server, settings: Any) -> Iterator[s3.Server]:
    """The storages are in an empty bucket."""
    settings.STORAGES = {**settings.STORAGES, **address.storages(server.url)}
    yield server
    settings.STORAGES = {**settings.STORAGES, **address.storages(server.url)}
    for each in (storages["default"], storages["uploads"]):
        for name in [found.name for found in each.below("")]:
            each.delete(name)


def refused(work: Callable[[], object]) -> type[BaseException] | None:
    try:
        work()
    except OSError as error:
        return type(error)
    return None


def names() -> list[str]:
    return sorted(found.name for found in stored_below("evidence"))


def stored_once() -> None:
    assert store_bytes(b"%PDF minutes", "evidence/1/ก a+b.pdf") == "evidence/1/ก a+b.pdf"
    assert refused(lambda: store_bytes(b"other", "evidence/1/ก a+b.pdf")) is FileExistsError
    assert refused(lambda: store_stream(io.BytesIO(b"other"), "evidence/1/ก a+b.pdf")) is FileExistsError
    assert read_stored("evidence/1/ก a+b.pdf") == b"%PDF minutes"
    with open_stored("evidence/1/ก a+b.pdf") as file:
        assert (file.read(4), file.seek(-7, os.SEEK_END), file.read()) == (b"%PDF", 5, b"minutes")


def stored_from_a_stream() -> None:
    for size in (0, 10, 9_000_000):  # the last in more than one part
        content, name = os.urandom(size), f"annual/2569/{size}.zip"
        source = io.BytesIO(b"head" + content)
        source.seek(4)
        store_stream(source, name)
        assert not source.closed
        with stored_at(name) as path:
            assert path.read_bytes() == content
            assert path.suffix == ".zip"


def told_and_removed() -> None:
    store_bytes(b"12", "evidence/2/b.pdf")
    store_bytes(b"", "evidence/2/empty.pdf")
    [empty] = [found for found in stored_below("evidence/2") if found.size == 0]
    assert (empty.name, empty.kept_at.tzinfo is not None) == ("evidence/2/empty.pdf", True)
    assert {"evidence/2/b.pdf", "evidence/2/empty.pdf"} <= set(names())
    assert list(stored_below("evidence/2/b")) == []
    for _time in range(2):
        remove_stored("evidence/2/b.pdf")
    assert not is_stored("evidence/2/b.pdf")
    assert is_stored("evidence/2/empty.pdf")
    assert refused(lambda: read_stored("evidence/2/b.pdf")) is FileNotFoundError
    assert refused(lambda: storages["default"].size("evidence/2/b.pdf")) is FileNotFoundError

    def at() -> None:
        with stored_at("evidence/2/b.pdf"):
            pass

    assert refused(at) is FileNotFoundError


def one_of_many_at_once() -> None:
    told: list[str] = []

    def write(mine: str) -> None:
        with suppress(FileExistsError):
            store_bytes(mine.encode() * 100_000, "evidence/3/c.pdf")
            told.append(mine)

    writers = [threading.Thread(target=write, args=[letter]) for letter in "abcd"]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    [winner] = told
    assert read_stored("evidence/3/c.pdf") == winner.encode() * 100_000


def the_uploads_apart() -> None:
    storages["uploads"].keep("answers/x", b"names")
    assert [found.name for found in storages["uploads"].below("")] == ["answers/x"]
    assert not is_stored("answers/x")
    assert storages["uploads"].size("answers/x") == 5


ALL = (stored_once, stored_from_a_stream, told_and_removed, one_of_many_at_once, the_uploads_apart)


@pytest.mark.parametrize("holds", ALL)
def test_in_a_folder(holds: Callable[[], None]) -> None:
    holds()


def test_in_a_bucket(remote: s3.Server) -> None:
    """All in one test: the server takes seconds to start."""
    assert list(stored_below("")) == []  # there is no bucket yet
    for holds in ALL:
        holds()


def test_what_the_server_refuses_is_an_error_of_the_disk(
    remote: s3.Server, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when another wrote the name between our look and our writing, and when the server lost a part of it."""
    store_bytes(b"first", "evidence/4/d.pdf")
    look = RemoteFiles._head
    looks = iter([True])
    monkeypatch.setattr(RemoteFiles, "_head", lambda self, key: None if next(looks, None) else look(self, key))
    assert refused(lambda: store_bytes(b"second", "evidence/4/d.pdf")) is FileExistsError
    assert read_stored("evidence/4/d.pdf") == b"first"
    short = {"ContentLength": 3}
    monkeypatch.setattr(RemoteFiles, "_head", lambda self, key: (told := look(self, key)) and {**told, **short})
    assert refused(lambda: store_bytes(b"longer", "evidence/4/e.pdf")) is OSError
    monkeypatch.undo()
    assert names() == ["evidence/4/d.pdf"]
    settings.STORAGES = {**settings.STORAGES, **address.storages(remote.url.replace("of=tests", "wrong"))}
    assert refused(lambda: store_bytes(b"x", "evidence/5/a.pdf")) is PermissionError
    settings.STORAGES = {**settings.STORAGES, **address.storages("s3://a:b@127.0.0.1:9/c?tls=0")}
    assert refused(lambda: read_stored("evidence/4/d.pdf")) is OSError


@pytest.mark.parametrize(
    "wrong",
    ["http://a:b@host/c", "s3://host/bucket", "s3://a:b@host/", "s3://a:b@host:x/c", "s3://a:b@host/c?tls=maybe&x=1"],
)
def test_a_wrong_address_is_told_without_its_secret(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured) as told:
        address.storages(wrong.replace("a:b", "a:hush"))
    assert "PMQA_STORAGE_URL must look like" in str(told.value)
    assert "hush" not in str(told.value)


def test_an_address_is_read() -> None:
    options = address.storages("s3://a%2Fb:c%3D@host:9000/files?region=th-1")["default"]["OPTIONS"]
    assert [options[name] for name in ("access_key", "secret_key", "endpoint_url", "region_name", "bucket_name")] == [
        *("a/b", "c=", "https://host:9000", "th-1", "files"),
    ]


def test_machines_that_share_files_must_share_their_key(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PMQA_SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="PMQA_SECRET_KEY"):
        secret_key(tmp_path, is_shared=True)
    assert secret_key(tmp_path, is_shared=False) == secret_key(tmp_path, is_shared=False)
    monkeypatch.setenv("PMQA_SECRET_KEY", "given")
    assert secret_key(tmp_path, is_shared=True) == "given"
