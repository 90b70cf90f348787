"""What docs/security.md says has a test, and what needs no server to be shown."""

import ast
import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
NAMED: Final = re.compile(r"`(test_\w+)(?:::(test_\w+))?`")
CLIENTS: Final = {"http.client", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "xmlrpc"}
RISKS: Final = 10


def imported(path: Path) -> set[str]:
    """Name every module that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_every_risk_has_a_line_and_every_test_that_is_named_is_there() -> None:
    told = (ROOT / "docs/security.md").read_text("utf-8")
    risks = re.findall(r"^\| API(\d+), .*$", told, re.MULTILINE)
    lines = [line for line in told.splitlines() if line.startswith("| API")]

    missing = [
        (module, test)
        for module, test in NAMED.findall(told)
        if f"def {test or 'test_'}" not in (ROOT / f"tests/{module}.py").read_text("utf-8")
    ]

    assert sorted(map(int, risks)) == list(range(1, RISKS + 1))
    assert all(NAMED.search(line) for line in lines)
    assert missing == []


def test_nothing_that_is_served_can_fetch_an_address() -> None:
    files = sorted((ROOT / "service").rglob("*.py"))

    assert files
    assert {path.name: imported(path) & CLIENTS for path in files if imported(path) & CLIENTS} == {}
