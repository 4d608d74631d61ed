"""How much one request may bring: Django writes its files to the disk before any view, or a throttle, is asked."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
# Three photographs of 10 MB from somebody without an account; thirty files of 25 MB from somebody with one.
MOST_FROM_ANYBODY, MOST_FROM_PEOPLE = 40 * MEGABYTE, 800 * MEGABYTE


class BoundedUpload(FileUploadHandler):
    """Stands before Django's own handlers and lets them work, or answers 400 before a byte is kept."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django calls it by this name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        known = getattr(getattr(self.request, "user", None), "is_authenticated", False)
        if content_length > (MOST_FROM_PEOPLE if known else MOST_FROM_ANYBODY):
            raise RequestDataTooBig("The request brings more than one form may hold.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""
