"""A client that asks too often is told so, and when to ask again; others are not kept from anything."""

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from service.api.limits import MOST_CLIENTS, WINDOW_S, Limits, network_of
from service.domain.vocabulary import Scope
from service.settings import BadSetting, Settings, read
from tests.api import Api
from tests.stored import everything
from tests.stores import serving

MOST = 3


@pytest.fixture
def strict(url: str) -> Iterator[Api]:
    with serving(url, rate_limit=MOST) as api:
        yield api


def ask(api: Api, path: str = "/v1/claims", address: str = "192.0.2.1", **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.app.test_client().get(path, headers=sent, environ_overrides={"REMOTE_ADDR": address})


def exhaust(api: Api, **asked: str) -> None:
    for _ in range(MOST):
        assert ask(api, **asked).status_code != 429


def test_one_request_too_many_is_a_problem_that_says_when_to_come_again(strict: Api) -> None:
    exhaust(strict)

    refused = ask(strict)

    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert (refused.json or {})["type"] == "/problems#too-many-requests"
    assert 0 < int(refused.headers["Retry-After"]) <= WINDOW_S // MOST
    assert refused.headers["RateLimit"].startswith('"default";r=0;t=')


def test_each_answer_tells_how_many_are_left(strict: Api) -> None:
    left = [ask(strict).headers["RateLimit"].split(";")[1] for _ in range(MOST)]

    assert left == ["r=2", "r=1", "r=0"]
    assert ask(strict).headers["RateLimit-Policy"] == f'"default";q={MOST};w={WINDOW_S}'


def test_another_address_is_another_client(strict: Api) -> None:
    exhaust(strict)

    assert ask(strict, address="192.0.2.2").status_code == 200


def test_a_token_counts_wherever_it_comes_from_and_apart_from_its_address(strict: Api) -> None:
    exhaust(strict)
    ann, ben = (f"Bearer {strict.by(handle).token}" for handle in ("ann", "ben"))

    for number in range(MOST):
        assert ask(strict, address=f"192.0.2.{number}", Authorization=ann).status_code == 200
    assert ask(strict, address="192.0.2.77", Authorization=ann).status_code == 429
    assert ask(strict, Authorization=ben).status_code == 200


def test_who_guesses_at_tokens_is_counted_by_address_whatever_the_guess(strict: Api) -> None:
    for number in range(MOST):
        assert ask(strict, Authorization=f"Bearer hs_{number:012}_{'0' * 64}").status_code == 401

    assert ask(strict, Authorization=f"Bearer hs_{99:012}_{'0' * 64}").status_code == 429


def test_a_refused_write_writes_nothing(strict: Api) -> None:
    editor = strict.by("ann", Scope.EDIT)
    for _ in range(MOST):
        editor.get("/v1/claims")
    before = everything()

    editor.refused(429, "POST", "/v1/articles", {"url": "https://a.example/1"})

    assert everything() == before


def test_to_be_counted_writes_nothing(strict: Api) -> None:
    before = everything()

    exhaust(strict)

    assert everything() == before


def test_a_page_says_it_with_a_page(strict: Api) -> None:
    exhaust(strict, path="/claims", Accept="text/html")

    refused = ask(strict, "/claims", Accept="text/html")

    assert (refused.status_code, refused.content_type) == (429, "text/html; charset=utf-8")
    assert int(refused.headers["Retry-After"]) > 0
    assert "Too many requests" in refused.get_data(as_text=True)


def test_who_signs_in_with_guesses_is_counted(strict: Api) -> None:
    def sign_in() -> TestResponse:
        form, here = {"token": "hs_guess"}, {"Sec-Fetch-Site": "same-origin"}
        return strict.app.test_client().post("/session", data=form, headers=here)

    assert [sign_in().status_code for _ in range(MOST + 1)] == [401, 401, 401, 429]


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/docs", "/problems"])
def test_who_looks_whether_it_lives_is_not_counted(strict: Api, path: str) -> None:
    for _ in range(MOST + 1):
        answer = ask(strict, path)
        assert answer.status_code == 200
        assert "RateLimit" not in answer.headers


def test_with_no_limit_nobody_is_counted(api: Api) -> None:
    answers = [ask(api) for _ in range(MOST + 1)]

    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert "RateLimit" not in answers[-1].headers


def test_what_was_used_up_comes_back_bit_by_bit() -> None:
    limits = Limits(60)
    waits = [limits.take("a", 0.0)[1] for _ in range(61)]

    assert waits == [0] * 60 + [1]
    assert limits.take("a", 1.0)[1] == 0
    assert limits.take("a", 1.0)[1] == 1
    assert [limits.take("a", 1_000.0)[1] for _ in range(61)] == [0] * 60 + [1]


def test_it_remembers_only_so_many_clients() -> None:
    limits = Limits(1)

    for number in range(2 * MOST_CLIENTS):
        limits.take(str(number), 0.0)

    assert limits.remembered == MOST_CLIENTS
    assert limits.take(str(2 * MOST_CLIENTS - 1), 0.0)[1] > 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_behind_proxies_the_address_is_what_the_outermost_of_them_saw(
    proxies: int, forwarded: str, counted: str
) -> None:
    assert Limits(1, proxies).address("192.0.2.1", forwarded) == counted


def test_an_ipv4_address_is_the_same_however_it_is_written() -> None:
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")


def test_each_process_enforces_its_share() -> None:
    assert Settings(rate_limit=6_000, workers=3).rate_limit_share == 2_000
    assert Settings(rate_limit=2, workers=3).rate_limit_share == 1
    assert Settings(rate_limit=0, workers=3).rate_limit_share == 0


@pytest.mark.parametrize("name", ["HEARSAY_RATE_LIMIT", "HEARSAY_TRUSTED_PROXIES"])
def test_the_settings_are_numbers_from_zero(name: str) -> None:
    assert read({name: "0"})
    with pytest.raises(BadSetting, match="from 0"):
        read({name: "-1"})
