"""A window of a browser onto a served store, which notices whatever goes wrong in it."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, ViewportSize

from service.web.visitors import COOKIE
from tests.browser.rooms import Room

WIDE: Final[ViewportSize] = {"width": 1280, "height": 900}
NARROW: Final[ViewportSize] = {"width": 390, "height": 844}
LISTENING: Final = """
addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));
window.alert = (said) => console.error(`alert: ${said}`);
"""
ABOUT_A_RESPONSE: Final = "Failed to load resource"
"""What Chromium says of each response that the visit notices itself."""

GONE_ON: Final = "net::ERR_ABORTED"
BAD: Final = ("serious", "critical")


@dataclass
class Visit:
    """One window; `troubles` is what went wrong in it beside the `expected` statuses."""

    page: Page
    room: Room
    troubles: list[str] = field(default_factory=list)
    is_offline: bool = False
    expected: set[int] = field(default_factory=set)

    def open(self, path: str, status: int = 200) -> Page:
        """Go to an address, which must answer so; give its page."""
        answer = self.page.goto(self.room.origin + path)
        assert answer is not None
        assert answer.status == status, path
        return self.page

    def be_signed_in(self) -> None:
        """Have the session of the room's reviewer."""
        self.page.context.add_cookies([{"name": COOKIE, "value": self.room.secret, "url": self.room.origin}])

    def cut(self) -> None:
        """Lose the connection."""
        self.is_offline = True
        self.page.context.set_offline(offline=True)

    def mend(self) -> None:
        """Have the connection again."""
        self.page.context.set_offline(offline=False)
        self.is_offline = False

    def overflow(self) -> int:
        """Give by how many pixels the page is wider than its window."""
        wider: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wider

    def violations(self, axe: str) -> list[str]:
        """Give what axe-core finds that is serious or critical by day, and what is hard to read by night."""
        self.page.evaluate(f"{axe}; undefined")
        by_day = self._found_by_axe({})
        self.page.emulate_media(color_scheme="dark")
        return by_day + self._found_by_axe({"runOnly": ["color-contrast"]})

    def _found_by_axe(self, options: dict[str, list[str]]) -> list[str]:
        found: dict[str, Any] = self.page.evaluate(
            "options => axe.run({resultTypes: ['violations'], ...options})", options
        )
        return [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found["violations"]
            if one["impact"] in BAD
            for node in one["nodes"]
        ]

    def notice(self, what: str) -> None:
        """Keep what went wrong."""
        self.troubles.append(f"{urlsplit(self.page.url).path}: {what}")

    def notice_said(self, message: ConsoleMessage) -> None:
        """Keep what the console says in red."""
        if message.type == "error" and not message.text.startswith(ABOUT_A_RESPONSE):
            self.notice(message.text)

    def notice_asked(self, request: Request) -> None:
        """Keep what is asked of another host."""
        if urlsplit(request.url).netloc != urlsplit(self.room.origin).netloc:
            self.notice(f"asks another host: {request.url[:200]}")

    def notice_answered(self, response: Response) -> None:
        """Keep what is refused; a page that is a refusal itself was asked for."""
        is_right = response.status < 400 or response.status in self.expected
        if not is_right and not response.request.is_navigation_request():
            self.notice(f"{response.status} for {response.url}")

    def notice_failed(self, request: Request) -> None:
        """Keep what was not answered, unless there is no connection, or the visitor went on before."""
        if not self.is_offline and request.failure != GONE_ON:
            self.notice(f"{request.failure} for {request.url}")


def begin(browser: Browser, room: Room, **options: Any) -> Visit:
    """Open a window."""
    context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options})
    context.set_default_timeout(10_000)
    context.add_init_script(LISTENING)
    page = context.new_page()
    visit = Visit(page, room)
    page.on("console", visit.notice_said)
    page.on("pageerror", lambda error: visit.notice(str(error)))
    page.on("request", visit.notice_asked)
    page.on("response", visit.notice_answered)
    page.on("requestfailed", visit.notice_failed)
    return visit
