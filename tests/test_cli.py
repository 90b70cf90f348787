"""The command line, run as a newcomer runs it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.store.database import bind, database
from service.store.models import Token

Run = Callable[..., "subprocess.CompletedProcess[str]"]
HEARSAY = Path(sys.executable).with_name("hearsay")


@pytest.fixture
def hearsay(url: str) -> Run:
    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        variables = {**os.environ, "HEARSAY_DATABASE_URL": url, **environment}
        return subprocess.run(
            [HEARSAY, *arguments], env=variables, capture_output=True, text=True, timeout=60, check=False
        )

    return run


def test_a_token_is_printed_once_and_alone_on_standard_output(hearsay: Run) -> None:
    hearsay("reviewer", "add", "mina")

    made = hearsay("token", "create", "--reviewer", "mina", "--scopes", "review,edit", "--expires", "90d")

    assert re.fullmatch(r"hs_[a-z0-9]{12}_[a-z0-9]{64}\n", made.stdout)
    assert made.stderr == ""
    assert made.stdout.strip().rpartition("_")[2] not in hearsay("token", "list").stdout


def test_the_list_of_tokens_says_whose_they_are_and_until_when(hearsay: Run) -> None:
    hearsay("reviewer", "add", "mina")
    token = hearsay("token", "create", "--reviewer", "mina", "--scopes", "review,edit").stdout

    listed = hearsay("token", "list").stdout

    assert listed == f"{token.split('_')[1]}  mina  edit  until revoked\n"


def test_a_revoked_token_is_listed_as_revoked(hearsay: Run) -> None:
    hearsay("reviewer", "add", "mina")
    token_id = hearsay("token", "create", "--reviewer", "mina", "--scopes", "read").stdout.split("_")[1]

    assert hearsay("token", "revoke", token_id).stdout == f"revoked: {token_id}\n"

    assert "  revoked 20" in hearsay("token", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "hearsay --help"),
        (("seed", "--fast"), "hearsay seed --help"),
        (("token", "create", "--reviewer", "mina"), "hearsay token create --help"),
        (("token", "create", "--reviewer", "mina", "--scopes", "x"), "hearsay token create --help"),
        (("reviewer", "add", "Not A Handle"), "handle"),
        (("token", "create", "--reviewer", "nobody", "--scopes", "edit"), "no reviewer"),
        (("token", "create", "--reviewer", "nobody", "--scopes", "everything"), "read, review, edit, admin"),
        (("token", "create", "--reviewer", "nobody", "--scopes", "edit", "--expires", "soon"), "90d"),
        (("token", "revoke", "nothing"), "no token"),
        (("seed", "missing.ndjson"), "missing.ndjson"),
        (("migrate", "up", "0999_unknown"), "0999_unknown"),
    ],
)
def test_a_failure_is_one_clear_line_and_a_non_zero_exit(hearsay: Run, arguments: tuple[str, ...], said: str) -> None:
    failed = hearsay(*arguments)

    assert failed.returncode != 0
    assert failed.stdout == ""
    assert said in failed.stderr
    assert failed.stderr.startswith("hearsay: ")
    assert failed.stderr.count("\n") == 1


def test_a_command_that_is_used_wrongly_exits_with_2_and_one_that_fails_with_1(hearsay: Run) -> None:
    codes = [hearsay(*arguments).returncode for arguments in ((), ("token",), ("nonsense",), ("seed", "--fast"))]

    assert codes == [2, 2, 2, 2]
    assert hearsay("token", "revoke", "nothing").returncode == 1
    assert hearsay("--help").returncode == 0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///{}/none/hearsay.db", "sqlite:///{}/none/hearsay.db is away, busy or full: unable to open"),
        ("postgresql://mina:pa:s@127.0.0.1:1/x", "postgresql://mina@127.0.0.1:1/x is away, busy or full: connection"),
        ("postgres://127.0.0.1:1/x?password=pa:s", "postgresql://127.0.0.1:1/x?password=... is away, busy or full: c"),
    ],
)
def test_a_store_that_does_not_answer_is_named_without_its_password_and_with_its_reason(
    hearsay: Run, tmp_path: Path, url: str, said: str
) -> None:
    failed = hearsay("migrate", "up", HEARSAY_DATABASE_URL=url.format(tmp_path))

    assert failed.returncode == 1
    assert failed.stderr.startswith(f"hearsay: The store {said.format(tmp_path)}")
    assert failed.stderr.count("\n") == 1
    assert "pa:s" not in failed.stderr


def test_a_token_that_has_expired_is_listed_as_expired(hearsay: Run, url: str) -> None:
    hearsay("reviewer", "add", "mina")
    hearsay("token", "create", "--reviewer", "mina", "--scopes", "read", "--expires", "2h")
    bind(url)
    with database.connection_context():
        Token.update(expires_at=datetime(2020, 10, 9, 15, 23, tzinfo=UTC)).execute()
    database.close_idle()
    hearsay("token", "create", "--reviewer", "mina", "--scopes", "read", "--expires", "2h")

    expired, lasting = hearsay("token", "list").stdout.splitlines()

    assert expired.endswith("  mina  read  expired 2020-10-09 15:23Z")
    assert "  mina  read  until 20" in lasting


def test_a_reviewer_is_added_once(hearsay: Run) -> None:
    assert hearsay("reviewer", "add", "mina").stdout == "added: mina\n"

    assert hearsay("reviewer", "add", "mina").returncode == 1


def test_the_status_of_migrations_can_gate_a_deploy(empty_url: str, hearsay: Run) -> None:
    before = hearsay("migrate", "status", HEARSAY_DATABASE_URL=empty_url)
    applied = hearsay("migrate", "up", HEARSAY_DATABASE_URL=empty_url)
    after = hearsay("migrate", "status", HEARSAY_DATABASE_URL=empty_url)

    assert (before.returncode, applied.returncode, after.returncode) == (1, 0, 0)
    assert "pending" in before.stdout
    assert "pending" not in after.stdout


@pytest.mark.parametrize("arguments", [("migrate", "status"), ("token", "list"), ("seed",)])
def test_to_ask_a_store_that_is_not_there_makes_none(hearsay: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    asked = hearsay(*arguments, HEARSAY_DATABASE_URL=f"sqlite:///{tmp_path}/new.db")

    assert asked.returncode == 1
    assert "pending" in asked.stdout or "hearsay migrate up" in asked.stderr
    assert list(tmp_path.glob("new.db*")) == []


def test_migrate_down_takes_back_the_last(empty_url: str, hearsay: Run) -> None:
    hearsay("migrate", "up", HEARSAY_DATABASE_URL=empty_url)

    taken = hearsay("migrate", "down", HEARSAY_DATABASE_URL=empty_url)

    assert taken.stdout.startswith("taken back: ")
    assert hearsay("migrate", "status", HEARSAY_DATABASE_URL=empty_url).returncode == 1


def test_a_store_that_lacks_a_migration_is_not_written_to(empty_url: str, hearsay: Run) -> None:
    refused = hearsay("reviewer", "add", "mina", HEARSAY_DATABASE_URL=empty_url)

    assert refused.returncode == 1
    assert "hearsay migrate up" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARSAY_DATABASE_URL", "mysql://somewhere"),
        ("HEARSAY_READ_DATABASE_URL", "mysql://somewhere"),
        ("HEARSAY_WORKERS", "many"),
        ("HEARSAY_THREADS", "0"),
        ("HEARSAY_PUBLIC_READ", "maybe"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(hearsay: Run, name: str, value: str) -> None:
    failed = hearsay("token", "list", **{name: value})

    assert failed.returncode == 1
    assert failed.stderr.startswith("hearsay: ")
    assert "Traceback" not in failed.stderr


def test_seeding_from_a_file_says_how_much_was_stored_and_again_adds_nothing(hearsay: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.ndjson"
    rows.write_text('{"source": {"id": "src_ada", "kind": "person", "name": "Ada Obi"}}\n')

    first, second = hearsay("seed", str(rows)), hearsay("seed", str(rows))

    assert first.stdout == "rows.ndjson: 1 rows stored, 0 were there already\n"
    assert second.stdout == "rows.ndjson: 0 rows stored, 1 were there already\n"
    assert first.stderr == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: This is not JSON: "),
        ('{"claims": {}}', "line 2: This is not an object with one key"),
        ('{"source": {"id": "src_x", "kind": "planet", "name": "X"}}', "line 2, /kind: Known words: "),
        ('{"source": {"kind": "person", "name": "X"}}', "line 2, /id: A row needs its id, "),
        ('{"source": {"id": "src_x", "kind": "person"}}', "line 2, /id: There is no source with"),
        ('{"source": {"id": "src_x", "kind": "person", "name": "ada obi"}}', "A source of this name"),
    ],
)
def test_a_wrong_row_is_named_by_its_file_and_line_and_nothing_of_its_file_is_stored(
    hearsay: Run, tmp_path: Path, line: str, said: str
) -> None:
    rows = tmp_path / "rows.ndjson"
    rows.write_text('{"source": {"id": "src_ada", "kind": "person", "name": "Ada Obi"}}\n' + line + "\n")

    failed = hearsay("seed", str(rows))

    assert failed.returncode == 1
    assert failed.stderr.startswith(f"hearsay: {rows}: {said}")
    assert failed.stderr.count("\n") == 1
    sentences = re.findall(r"[A-Z][^.]{20,}\.", failed.stderr)
    assert len(sentences) == len(set(sentences))
    rows.write_text('{"source": {"id": "src_ada", "kind": "person", "name": "Ada Obi"}}\n')
    assert "1 rows stored" in hearsay("seed", str(rows)).stdout


@pytest.mark.parametrize("address", ["no.such.host.invalid:1", "127.0.0.1:99999", "127.0.0.1:port"])
def test_an_address_that_cannot_be_listened_on_is_refused_in_one_line(hearsay: Run, address: str) -> None:
    failed = hearsay("serve", "--demo", "--bind", address)

    assert failed.returncode == 1
    assert failed.stderr.startswith("hearsay: ")
    assert "--bind HOST:PORT or HEARSAY_BIND=HOST:PORT" in failed.stderr
    assert failed.stderr.count("\n") == 1
