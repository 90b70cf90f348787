"""What the documents say is so."""

import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click
import orjson
import pytest

from service import demo, documents, ties
from service.cli import cli
from service.domain.pointers import ERASABLE
from service.schemas import grammars
from service.schemas.agreement import AgreementShape
from service.schemas.claim import LinkShape
from service.schemas.fields import MAX_INTEGER
from service.schemas.report import ReportShape
from service.schemas.shape import Shape
from service.schemas.taxonomy import TaxonomyShape
from service.shipped import DIRECTORY
from tests.api import Api
from tests.served import show_demo

ROOT = Path(__file__).parents[1]
ROUTE = re.compile(r"^\| (GET|POST|PATCH|PUT|DELETE) \| `([^`]+)` \|", re.MULTILINE)


def test_the_table_of_addresses_is_what_the_app_serves(api: Api) -> None:
    told = {(method, path) for method, path in ROUTE.findall((ROOT / "docs/api.md").read_text("utf-8"))}

    served = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in api.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert told == served


BODIES: Final[dict[str, Shape]] = {
    "An article": documents.ARTICLE,
    "A source": documents.SOURCE,
    "A link": LinkShape(),
    "A claim": documents.CLAIM,
    "A tie": ties.EVIDENCE,
    "A tag": documents.TAG,
}


def table_of(heading: str) -> dict[str, tuple[str, str]]:
    """Give what a table says of each key: its meaning and its limits."""
    section = (ROOT / "docs/api.md").read_text("utf-8").partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", section, re.MULTILINE)
    return {key: (meaning, limits) for key, meaning, limits in rows}


@pytest.mark.parametrize("heading", BODIES)
def test_the_table_of_a_body_gives_each_key_the_meaning_that_the_contract_gives_it(heading: str) -> None:
    meanings = BODIES[heading].meanings()

    told = {key: meaning for key, (meaning, _) in table_of(heading).items()}

    assert told == {key: meanings[key] for key in told}


@pytest.mark.parametrize(("heading", "shape"), BODIES.items())
def test_the_table_of_a_body_names_every_key_with_its_limit(heading: str, shape: Shape) -> None:
    told = {key: limits for key, (_, limits) in table_of(heading).items()}

    assert set(told) == {*shape.fields, *shape.read_only}
    assert {key for key, limits in told.items() if limits.endswith("read only")} == set(shape.read_only)
    used = {key: field for key, field in shape.fields.items() if key not in shape.read_only}
    assert {key for key, field in used.items() if field.required} <= {key for key in told if "needed" in told[key]}
    most = {key: getattr(field, "max_chars", getattr(field, "most", None)) for key, field in used.items()}
    bounded = {key: f"{number:,}" for key, number in most.items() if number is not None and number < MAX_INTEGER}
    assert {key: number for key, number in bounded.items() if number not in told[key]} == {}


def test_the_table_of_a_taxonomy_gives_each_key_the_meaning_that_the_contract_gives_it() -> None:
    section = (ROOT / "docs/api.md").read_text("utf-8").partition("\n### A taxonomy\n")[2].partition("\n#")[0]

    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)) == TaxonomyShape.meanings()


def test_what_a_new_store_has_is_told() -> None:
    told = (ROOT / "docs/taxonomies.md").read_text("utf-8")
    shipped = [json.loads(path.read_text("utf-8"))["namespace"] for path in DIRECTORY.glob("*/machinetag.json")]

    assert sorted(re.findall(r"^\| `([\w-]+)` \|", told, re.MULTILINE)) == sorted(shipped)


def test_the_table_of_a_report_gives_each_key_the_meaning_that_the_contract_gives_it() -> None:
    assert {key: meaning for key, (meaning, _) in table_of("A report").items()} == ReportShape().meanings()


def test_the_table_of_agreement_gives_each_key_the_meaning_that_the_contract_gives_it() -> None:
    assert {key: meaning for key, (meaning, _) in table_of("An agreement").items()} == AgreementShape().meanings()


@pytest.mark.parametrize("name", ["ARTICLES", "SOURCES", "CLAIMS", "EVIDENCE", "TAGS"])
def test_every_filter_and_sort_is_described(name: str) -> None:
    grammar: Any = getattr(grammars, name)
    told = (ROOT / "docs/api.md").read_text("utf-8")

    assert [word for word in [*grammar.filters, *grammar.sorts] if f"`{word}`" not in told] == []


@pytest.mark.parametrize("name", ["api", "privacy", "security", "streams"])
def test_every_link_between_documents_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)[^):]*\)", (ROOT / f"docs/{name}.md").read_text("utf-8"))

    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def commands(group: click.Group, name: str = "hearsay") -> Iterator[str]:
    """Name every command that does something."""
    for word, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}"


def test_the_table_of_commands_is_what_the_command_line_has() -> None:
    told = re.findall(r"^\| `(hearsay [^`]+)` \|", (ROOT / "docs/commands.md").read_text("utf-8"), re.MULTILINE)

    assert sorted(told) == sorted(commands(cli))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    told = (ROOT / "docs/dependencies.md").read_text("utf-8")
    wanted = [*project["project"]["dependencies"], *chain(*project["dependency-groups"].values())]
    names = [re.split(r"[\[=<>]", entry)[0] for entry in wanted if isinstance(entry, str)]

    assert [
        name for name in names if not re.search(rf"^\| .*\b{name}\b.* \|", told, re.MULTILINE | re.IGNORECASE)
    ] == []


def test_the_lock_files_pin_every_library_by_hash_and_name_no_index() -> None:
    own = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
    for lock in (*own, "tests/replicas/patroni.lock"):
        text = (ROOT / lock).read_text("utf-8")
        pins = re.findall(r"^[a-z][^\n]*==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[a-z]", text, re.MULTILINE))
        assert "://" not in text


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.fixture(scope="module")
def shown() -> Iterator[str]:
    with show_demo() as printed:
        yield printed


def paste(line: str) -> Any:
    """Run a line in a shell, as it stands."""
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=30, check=True)
    return orjson.loads(done.stdout)


def test_every_line_that_the_demo_shows_works_when_pasted(shown: str) -> None:
    lines = [line.strip() for line in shown.splitlines() if line.startswith("  curl")]

    experts, passed_on, stored, corrected, reasoning, report, tied, judged, changes = (paste(line) for line in lines)

    assert len(lines) == len(demo.LINES)
    assert {claim["source_type"] for claim in experts["items"]} == {"expert"}
    assert {claim["speaker_kind"] for claim in experts["items"]} == {"anonymous"}
    assert passed_on["items"]
    assert all("media" in {link["source_type"] for link in claim["attribution"]} for claim in passed_on["items"])
    assert stored["statement"] == "The ferry sails again."
    assert corrected["statement"] == "The ferry sails again on Monday."
    assert corrected["rev"] > stored["rev"]
    assert [step["counts"] for step in reasoning["steps"]] == [True, True]
    assert report["claims"] == 36
    assert (tied["subject"], tied["state"]) == (stored["id"], "accepted")
    assert (judged["claim"], judged["term"]) == (stored["id"], 'admiralty-scale:source-reliability="b"')
    assert [entry["change"] for entry in changes["items"] if entry["id"] == stored["id"]] == ["created", "updated"]


def test_every_line_of_the_readme_works_when_pasted(shown: str) -> None:
    found = re.search(r"Hearsay answers at (\S+)", shown)
    assert found is not None
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = re.findall(r"^curl .*$", readme, re.MULTILINE)

    answers = [paste(line.replace("http://127.0.0.1:8000", found[1])) for line in lines]

    assert len(lines) == 3
    assert all(answer["items"] for answer in answers[:2])
    assert answers[2]["corroboration"]["status"] == "corroborated"
    assert [step["counts"] for step in answers[2]["steps"]] == [True, True]


def test_the_answer_that_the_readme_shows_is_a_true_one(shown: str) -> None:
    found = re.search(r"Hearsay answers at (\S+)", shown)
    assert found is not None
    told = orjson.loads(re.findall(r"```json\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[0])

    claim = paste(f"curl -s {shlex.quote(found[1])}/v1/claims/clm_gt-07")

    assert_within(told, claim)


def assert_within(told: Any, real: Any) -> None:
    """Require that everything told is so; what is left out is not told."""
    if isinstance(told, dict):
        for key, value in told.items():
            assert_within(value, real[key])
    elif isinstance(told, list):
        assert len(told) == len(real)
        for one, other in zip(told, real, strict=True):
            assert_within(one, other)
    else:
        assert told == real


def test_everything_that_can_be_erased_is_told() -> None:
    told = (ROOT / "docs/api.md").read_text("utf-8")

    for kind, paths in ERASABLE.items():
        (row,) = re.findall(rf"^\| {kind} \| (`/.*)$", told, re.MULTILINE)
        named = set(re.findall(r"`(/?[a-z0-9_/*]+)`", row))
        wanted = {path.rpartition("/")[2] if "/attribution/" in path else path for path in paths}
        assert named - {"/attribution/*/", "/citation/attribution/*/"} == wanted
