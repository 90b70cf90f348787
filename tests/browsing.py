"""A browser without scripts: it keeps cookies, follows redirects, and says where a form is sent from."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Self
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api import Api

HERE = "http://localhost"
FORM_TOKEN = re.compile(r'name="form_token" value="(\w*)"')
TAG = re.compile(r"<[^>]*>")
Fields = dict[str, str]


@dataclass
class Browser:
    """One browser; `page` is what it shows."""

    client: FlaskClient
    origin: str = HERE
    address: str = "/"
    page: str = ""
    headers: Fields = field(default_factory=dict)

    @classmethod
    def of(cls, api: Api) -> Self:
        """Open a browser."""
        return cls(api.app.test_client())

    def open(self, address: str, status: int = 200) -> TestResponse:
        """Go to an address, and on to where that leads."""
        return self._show(self.client.get(address, headers=self.headers), address, status)

    def send(self, address: str, fields: Fields | None = None, status: int = 200) -> TestResponse:
        """Send a form of the page that is shown."""
        return self._show(self.post(address, {"form_token": self.form_token, **(fields or {})}), address, status)

    def post(self, address: str, fields: Fields, headers: Fields | None = None) -> TestResponse:
        """Send a form as it stands, and go nowhere."""
        sent = {"Origin": self.origin} if headers is None else headers
        return self.client.post(address, data=fields, headers={**self.headers, **sent})

    def sign_in(self, api: Api, **fields: str) -> Self:
        """Sign in with a token."""
        self.open("/session")
        self.send("/session", {"token": str(api.token), "next": "/session", **fields})
        return self

    def present(self, token: str | None, **fields: str) -> TestResponse:
        """Send a token to sign in with, and go nowhere."""
        return self.post("/session", {"token": str(token), **fields})

    @property
    def is_signed_in(self) -> bool:
        """Whether the page to sign in says that one is."""
        self.open("/session")
        return "Signed in as mina" in self.text

    @property
    def form_token(self) -> str:
        """The token of the forms on this page."""
        found = FORM_TOKEN.search(self.page)
        return found[1] if found else ""

    @property
    def text(self) -> str:
        """What a reader of this page reads."""
        return " ".join(unescape(TAG.sub(" ", self.page)).split())

    def _show(self, response: TestResponse, address: str, status: int) -> TestResponse:
        if response.status_code == 303:
            return self.open(response.headers["Location"], status)
        self.address, self.page = address, response.get_data(as_text=True)
        assert response.status_code == status, self.text
        return response


def cookie_of(response: TestResponse) -> dict[str, str]:
    """Give the attributes of the cookie that an answer sets, by their names in lower case."""
    (header,) = response.headers.getlist("Set-Cookie")
    parts = [part.strip().partition("=") for part in header.split(";")]
    return {name.lower() if place else "name": value if place else name for place, (name, _, value) in enumerate(parts)}


def is_local(address: str) -> bool:
    """Tell whether a browser that reads this in an answer stays on the host."""
    parts = urlsplit(address.translate(dict.fromkeys(map(ord, "\t\r\n"))).replace("\\", "/"))
    return not parts.scheme and not parts.netloc and parts.path.startswith("/")
