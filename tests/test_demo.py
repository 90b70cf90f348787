"""The demo has a store of its own, and leaves nothing behind."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from service.store.fields import MICROSECOND
from tests.served import show_demo
from tests.stored import everything


@pytest.mark.usefixtures("store")
def test_the_demo_leaves_the_store_that_the_settings_name_alone(url: str) -> None:
    before = everything()

    with show_demo(HEARSAY_DATABASE_URL=url) as printed:
        assert "Hearsay answers" in printed

    assert everything() == before


def test_the_demo_reads_from_no_replica() -> None:
    nowhere = "postgresql://postgres@127.0.0.1:1/postgres"

    with show_demo(HEARSAY_DATABASE_URL=nowhere, HEARSAY_READ_DATABASE_URL=nowhere) as printed:
        assert "Hearsay answers" in printed


def test_the_demo_throws_its_store_away_when_it_ends(tmp_path: Path) -> None:
    with show_demo(TMPDIR=str(tmp_path)):
        assert list(tmp_path.glob("*/demo.db"))

    assert list(tmp_path.iterdir()) == []


def test_the_token_of_the_demo_ends_after_24_hours(tmp_path: Path) -> None:
    with show_demo(TMPDIR=str(tmp_path)) as printed:
        (token_id,) = re.findall(r"^  hs_(\w{12})_", printed, re.MULTILINE)
        (file,) = tmp_path.glob("*/demo.db")
        with closing(sqlite3.connect(file)) as store:
            found = store.execute("SELECT expires_at - created_at FROM token WHERE id = ?", [token_id]).fetchone()

    assert found[0] * MICROSECOND == timedelta(hours=24)


def test_the_demo_logs_no_request_that_is_in_order(capfd: pytest.CaptureFixture[str]) -> None:
    with show_demo() as printed:
        (address,) = re.findall(r"answers at http://([0-9.:]+)", printed)
        with closing(HTTPConnection(address)) as connection:
            connection.request("GET", "/v1/claims")
            assert connection.getresponse().status == 200

    assert capfd.readouterr().err == ""


def test_the_first_address_that_the_demo_prints_is_that_of_an_article_page() -> None:
    with show_demo() as printed:
        found = re.search(r"http://(\S+?)(/\S*)", printed)
        assert found
        with closing(HTTPConnection(found[1])) as connection:
            connection.request("GET", found[2])
            answer = connection.getresponse()

            assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
            assert b"<mark" in answer.read()
