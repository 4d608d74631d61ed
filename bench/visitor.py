"""Somebody with a browser, as far as forms need one: cookies, the token of a form, files."""

import http.cookiejar
import re
import secrets
import urllib.request
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """`at` is the port of the machine that is asked; the cookies stay when it is changed."""

    at: int
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def get(self, path: str) -> bytes:
        return self._open(urllib.request.Request(self._address(path)))

    def post(self, path: str, fields: dict[str, str], *, form: str) -> bytes:
        """Sends the form that stands on the page `form`."""
        body = urlencode({**self._with_token(form), **fields}).encode()
        return self._open(urllib.request.Request(self._address(path), body))

    def send_file(self, path: str, content: bytes, name: str, *, form: str) -> bytes:
        mark = secrets.token_hex(16)
        fields = {**self._with_token(form), "criterion": "CS1", "sent": str(uuid.uuid4())}
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n')
        body = "".join(parts).encode() + content + f"\r\n--{mark}--\r\n".encode()
        headings = {"Content-Type": f"multipart/form-data; boundary={mark}", "Accept": "application/json"}
        return self._open(urllib.request.Request(self._address(path), body, headings))

    def sign_in(self, name: str, password: str) -> None:
        page = "/accounts/login/"
        self.post(page, {"login": name, "password": password}, form=page)

    def _with_token(self, form: str) -> dict[str, str]:
        found = TOKEN.search(self.get(form))
        if found is None:
            raise RuntimeError(f"{form} has no form")
        return {"csrfmiddlewaretoken": found[1].decode()}

    def _address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.at}{path}"

    def _open(self, request: urllib.request.Request) -> bytes:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        with opener.open(request, timeout=120) as answer:
            content: bytes = answer.read()
        return content
