"""A browser without a screen: cookies, forms, one resident at one address behind the proxy."""

import http.client
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.bench.installation import HOST

TIMEOUT = 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Broken(Exception):
    """The connection ended before the whole answer was there: nobody knows whether the server did the work."""


@dataclass(frozen=True)
class Answer:
    """`location` is empty unless the answer sends the browser on."""

    status: int
    text: str
    location: str = ""


@dataclass
class Browser:
    """Keeps cookies as a browser does. With `keep_alive` it uses one connection for all, else a new one each time."""

    port: int
    address: str = "192.0.2.1"
    cookies: dict[str, str] = field(default_factory=dict)
    keep_alive: bool = False
    token: str = ""
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Load a page. Raises Broken."""
        answer = self._send("GET", path, None, {})
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, fields: Mapping[str, str], photo: bytes | None = None) -> Answer:
        """Send a form, with one photo or without. Raises Broken."""
        given = {**fields, "csrfmiddlewaretoken": self.token}
        body, kind = _multipart(given, photo) if photo else (urlencode(given).encode(), FORM)
        headers = {"Content-Type": kind, "Origin": f"https://{HOST}"}
        return self._send("POST", path, body, headers)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            self._connection.request(method, path, body, headers | self._headers())
            reply = self._connection.getresponse()
            text = reply.read().decode()
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            raise Broken(f"{method} {path.partition('?')[0]}: {type(problem).__name__}") from problem
        self._keep_cookies(reply)
        if not self.keep_alive:
            self.close()
        return Answer(reply.status, text, reply.getheader("Location") or "")

    def _headers(self) -> dict[str, str]:
        found = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.address}
        if self.cookies:
            found["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return found if self.keep_alive else found | {"Connection": "close"}

    def _keep_cookies(self, reply: http.client.HTTPResponse) -> None:
        for line in reply.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value


FORM = "application/x-www-form-urlencoded"


def _multipart(fields: Mapping[str, str], photo: bytes) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    lead = f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="foto.jpg"\r\n'
    parts += [lead.encode(), b"Content-Type: image/jpeg\r\n\r\n", photo, f"\r\n--{edge}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={edge}"
