"""What the Dockerfile and compose.yaml say, as far as that can be known without a container engine."""

import os
import re
import subprocess
import sys
import tomllib
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any, Final

import orjson
import pytest
import yaml

from service import settings
from service.cli import cli
from service.gunicorn import graceful_timeout
from tests.served import serve
from tests.test_docs import ROOT, commands

DOCKERFILE: Final = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
TOLD: Final = (ROOT / "docs/container.md").read_text("utf-8")
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

# What the builder of Docker 20 takes where BuildKit is not used.
FLAGS: Final = {
    "COPY": {"chown", "from"},
    "FROM": set[str](),
    "HEALTHCHECK": {"interval", "retries", "start-period", "timeout"},
}
WORDS: Final = re.compile(
    "ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|RUN|STOPSIGNAL|USER|VOLUME|WORKDIR"
)


def instructions(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read a Dockerfile: each instruction's word, its flags and the rest."""
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    read = []
    for line in filter(None, map(str.strip, lines)):
        word, _, rest = line.partition(" ")
        flags = list(takewhile(lambda part: part.startswith("--"), rest.split()))
        pairs = [flag.removeprefix("--").partition("=") for flag in flags]
        read.append((word, {name: value for name, _, value in pairs}, " ".join(rest.split()[len(flags) :])))
    return read


ALL: Final = instructions(DOCKERFILE)
LAST: Final = ALL[max(at for at, (word, _, _) in enumerate(ALL) if word == "FROM") :]


def last(word: str) -> str:
    """Give what an instruction of the image itself says; the last one counts."""
    return [rest for told, _, rest in LAST if told == word][-1]


def pairs(word: str) -> dict[str, str]:
    """Give what an instruction of the image itself sets."""
    return {name: value.strip('"') for name, value in re.findall(r'([\w.]+)=("[^"]*"|\S+)', last(word))}


def let_through(path: str) -> bool:
    """Tell whether .dockerignore lets a file go to the engine: the last line that fits it or a folder above it."""
    goes = True
    above = [str(part) for part in (PurePosixPath(path), *PurePosixPath(path).parents)]
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        wildcards = {"**/": "(?:.*/)?", "*": "[^/]*"}
        parts = re.split(r"(\*\*/|\*)", line.removeprefix("!"))
        pattern = "".join(wildcards.get(part, re.escape(part)) for part in parts)
        if line and not line.startswith("#") and any(re.fullmatch(pattern, part) for part in above):
            goes = line.startswith("!")
    return goes


def filled(values: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """Fill in variables as compose does."""
    return {
        name: re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda found: given.get(found[1], found[2]), str(value))
        for name, value in values.items()
    }


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """Know nothing, and remember the name."""
        self.names.add(name)
        return default


def asked() -> set[str]:
    """Name every variable that is a setting."""
    environment = Asked()
    settings.read(environment)
    return environment.names


def test_nothing_in_the_dockerfile_needs_more_than_docker_20() -> None:
    assert not re.match(r"#\s*\w+\s*=", DOCKERFILE), "a first line like this asks for another builder"
    assert [word for word, _, _ in ALL if not WORDS.fullmatch(word)] == []
    assert [(word, flags) for word, flags, _ in ALL if not flags.keys() <= FLAGS.get(word, set())] == []
    assert "<<" not in DOCKERFILE


def test_what_is_copied_from_here_is_all_that_goes_to_the_engine() -> None:
    copied = {name for word, flags, rest in ALL if word == "COPY" and "from" not in flags for name in rest.split()[:-1]}

    assert {path.name for path in ROOT.iterdir() if let_through(path.name)} == copied
    assert let_through("service/store/database.py")
    assert not let_through("service/store/__pycache__/database.cpython-311.pyc")


def test_the_image_is_not_root_and_owns_nothing_but_its_store() -> None:
    user = last("USER")

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user), "only of a number can an engine see that it is not root"
    owned = {rest.split()[-1]: flags["chown"] for word, flags, rest in LAST if word == "COPY" and "chown" in flags}
    assert owned == {last("VOLUME"): user}
    assert pairs("ENV")["HEARSAY_DATABASE_URL"].startswith(f"sqlite:///{last('VOLUME')}/")


def test_the_image_says_which_release_it_is() -> None:
    label = pairs("LABEL")

    assert label["org.opencontainers.image.version"] == PROJECT["version"]
    assert label["org.opencontainers.image.description"] == PROJECT["description"]


def test_what_the_containers_run_are_commands() -> None:
    (script,) = orjson.loads(last("ENTRYPOINT"))
    run = [orjson.loads(last("CMD")), COMPOSE["services"]["migrate"]["command"]]
    told = re.findall(r"hearsay (?:hearsay )?((?:backup|restore|reviewer \w+|serve|token \w+)\b)", TOLD)

    assert script in PROJECT["scripts"]
    assert len(told) >= 7
    assert {f"{script} {words}" for words in [*map(" ".join, run), *told]} <= set(commands(cli))


def health(port: int) -> int:
    """Ask about health as the image does, of a server on this port."""
    _, _, command = last("HEALTHCHECK").partition("CMD ")
    python, *arguments = orjson.loads(command)
    assert python == "python3"
    variables = {**os.environ, "HEARSAY_BIND": f"0.0.0.0:{port}"}
    done = subprocess.run([sys.executable, *arguments], env=variables, capture_output=True, timeout=10, check=False)
    return done.returncode


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_served_store_is_healthy_though_reading_it_needs_a_token_and_nothing_is_when_it_is_gone(
    url: str, tmp_path: Path
) -> None:
    with serve(url, tmp_path / "server.log", HEARSAY_PUBLIC_READ="0") as served:
        assert served.get("/v1/claims").status == 401
        assert health(served.port) == 0

    assert health(served.port) == 1


@pytest.mark.parametrize("engine", ["postgresql"])
def test_a_server_whose_store_lacks_migrations_is_not_healthy(empty_url: str, tmp_path: Path) -> None:
    with serve(empty_url, tmp_path / "server.log") as served:
        assert health(served.port) == 1


def test_the_port_is_the_same_everywhere() -> None:
    port = pairs("ENV")["HEARSAY_BIND"].rpartition(":")[2]

    assert last("EXPOSE") == port
    (published,) = COMPOSE["services"]["hearsay"]["ports"]
    assert re.fullmatch(rf"127\.0\.0\.1:\$\{{HEARSAY_PORT:-{port}\}}:{port}", published)
    assert set(re.findall(r"--publish (\S+)", TOLD)) == {f"127.0.0.1:{port}:{port}"}


def test_requests_in_flight_have_ended_before_the_engine_kills() -> None:
    waits = [COMPOSE["services"]["hearsay"]["stop_grace_period"].removesuffix("s")]
    waits += re.findall(r"--stop-timeout (\d+)", TOLD)

    assert len(waits) >= 2
    assert all(int(wait) > graceful_timeout for wait in waits)
    assert last("STOPSIGNAL") == "SIGTERM"
    assert f"{graceful_timeout} seconds" in TOLD


def test_compose_sets_every_setting_and_as_it_is_by_default() -> None:
    environment = COMPOSE["x-hearsay"]["environment"]

    assert set(environment) == (asked() - {"HEARSAY_BIND"}) | {"PGPASSWORD"}
    read = settings.read(filled(environment, {}))
    assert read == settings.Settings(database_url=environment["HEARSAY_DATABASE_URL"])


def test_what_the_file_env_may_have_is_told_and_reaches_the_settings() -> None:
    given = {
        "HEARSAY_PUBLIC_READ": "0",
        "HEARSAY_WORKERS": "3",
        "HEARSAY_THREADS": "3",
        "HEARSAY_LOG": "error",
        "HEARSAY_QUERY_BUDGET_MS": "250",
        "HEARSAY_RATE_LIMIT": "120",
        "HEARSAY_TRUSTED_PROXIES": "1",
        "HEARSAY_SLOW_QUERY_MS": "0",
        "HEARSAY_READ_DATABASE_URL": "postgresql://hearsay@replica/hearsay",
        "POSTGRES_PASSWORD": "p@ss:/#",
        "HEARSAY_PORT": "8080",
    }

    environment = filled(COMPOSE["x-hearsay"]["environment"], given)

    assert set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text("utf-8"))) == set(given)
    assert [name for name in given if name not in TOLD] == []
    read = settings.read(environment)
    assert (read.public_read, read.workers, read.threads) == (False, 3, 3)
    assert (read.log_level, read.query_budget_ms, read.slow_query_ms) == ("error", 250, 0)
    assert (read.rate_limit, read.trusted_proxies) == (120, 1)
    assert read.read_database_url == given["HEARSAY_READ_DATABASE_URL"]
    assert environment["PGPASSWORD"] == given["POSTGRES_PASSWORD"]


def test_compose_serves_what_is_migrated_from_one_image_that_is_built_once() -> None:
    postgres, migrate, hearsay = (COMPOSE["services"][name] for name in ("postgres", "migrate", "hearsay"))

    assert hearsay["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert migrate["depends_on"]["postgres"] == {"condition": "service_healthy"}
    assert postgres["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert migrate["image"] == hearsay["image"]
    assert [name for name, service in COMPOSE["services"].items() if "build" in service] == ["migrate"]
    owner = postgres["environment"]
    where = f"postgresql://{owner['POSTGRES_USER']}@postgres/{owner['POSTGRES_DB']}"
    assert hearsay["environment"]["HEARSAY_DATABASE_URL"] == where


@pytest.mark.parametrize("name", ["migrate", "hearsay"])
def test_our_containers_can_write_to_nothing_but_memory_and_have_no_rights(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert set(service["tmpfs"]) == {last("VOLUME"), *re.findall(r"--tmpfs (\S+)", TOLD)}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert not service.keys() & {"cap_add", "privileged", "user", "volumes"}


def test_the_line_that_runs_it_alone_gives_no_rights_either() -> None:
    (line,) = re.findall(r"^docker run --detach .*", TOLD.replace("\\\n", " "), re.MULTILINE)

    for option in ("--init", "--read-only", "--tmpfs /tmp", "--cap-drop ALL", "--security-opt no-new-privileges"):
        assert f" {option} " in line
    assert f":{last('VOLUME')} " in line
