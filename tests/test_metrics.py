"""What Prometheus is told, whichever worker it asks."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.metrics import DATABASE_BOUNDS_S, DURATION_BOUNDS_S
from tests.api import Api
from tests.served import Answer, Served, serve

WORKERS = 3
REQUESTS = 60


@pytest.fixture
def served(url: str, tmp_path: Path) -> Iterator[Served]:
    with serve(url, tmp_path / "server.log", HEARSAY_WORKERS=str(WORKERS), TMPDIR=str(tmp_path)) as started:
        yield started


def read(answer: Answer) -> dict[tuple[str, str], float]:
    """Give the value of each series, by its name and labels as they are written in the text."""
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, " ".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.body.decode())
        for sample in family.samples
    }


def count(served: Served, labels: str) -> float:
    return read(served.get("/metrics")).get(("hearsay_request_duration_seconds_count", labels), 0.0)


def workers(served: Served) -> list[int]:
    first = served.process.pid
    return [int(pid) for pid in Path(f"/proc/{first}/task/{first}/children").read_text("ascii").split()]


def comes_true(holds: Callable[[], bool]) -> bool:
    """Look for ten seconds."""
    for _ in range(100):
        if holds():
            return True
        sleep(0.1)
    return False


def test_every_worker_tells_what_all_of_them_counted(served: Served) -> None:
    sent = 0

    def is_shared() -> bool:
        nonlocal sent
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(served.get, ["/v1/claims"] * REQUESTS))
        assert [answer.status for answer in answers] == [200] * REQUESTS
        sent += REQUESTS
        return len(list(Path(served.log.parent).glob("hearsay-metrics-*/histogram_*.db"))) > 1

    assert comes_true(is_shared), "several workers answer"
    for _ in range(2 * WORKERS):
        assert count(served, "method=GET route=/v1/claims status=200") == sent


def test_no_number_falls_when_a_worker_dies(served: Served) -> None:
    for _ in range(REQUESTS):
        served.get("/livez")
    before = workers(served)

    for pid in before:
        os.kill(pid, signal.SIGKILL)

    assert comes_true(lambda: len(workers(served)) == WORKERS and not {*before} & {*workers(served)})
    assert count(served, "method=GET route=/livez status=200") == REQUESTS


def test_durations_are_spread_over_bounds_and_the_store_has_its_part(api: Api, served: Served) -> None:
    api.claim()
    for _ in range(10):
        served.get("/v1/claims")

    numbers = read(served.get("/metrics"))

    of_route, of_answer = "method=GET route=/v1/claims", "method=GET route=/v1/claims status=200"
    duration, database = "hearsay_request_duration_seconds", "hearsay_request_database_seconds"
    assert 0 < numbers[f"{database}_sum", of_route] < numbers[f"{duration}_sum", of_answer] < 10
    for name, labels, bounds in ((duration, of_answer, DURATION_BOUNDS_S), (database, of_route, DATABASE_BOUNDS_S)):
        method, *rest = labels.split(" ")
        buckets = [numbers[f"{name}_bucket", " ".join([f"le={le}", method, *rest])] for le in (*bounds, "+Inf")]
        assert buckets == sorted(buckets)
        assert buckets[-1] == numbers[f"{name}_count", labels] == 10


def test_addresses_and_methods_that_nobody_knows_have_no_series_of_their_own(served: Served) -> None:
    served.get("/v1/zqxmarker")
    served.get("/v1/claims/clm_zqxmarker")
    served.send(b"ZQXMARKER /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    served.send(b"GET /zqxmarker HTTP/9\r\n\r\n")

    text = served.get("/metrics").body

    assert b"zqxmarker" not in text.lower()
    assert count(served, "method=GET route=unmatched status=404") == 1
    assert count(served, "method=GET route=/v1/claims/<claim_id> status=404") == 1
    assert count(served, "method=other route=unmatched status=405") == 1
    assert count(served, "method=other route=unmatched status=400") == 1


def test_the_release_is_told(served: Served) -> None:
    assert [value for (name, _), value in read(served.get("/metrics")).items() if name == "hearsay_build_info"] == [1.0]


def test_where_reading_needs_a_token_so_do_the_metrics(api: Api, url: str, tmp_path: Path) -> None:
    with serve(url, tmp_path / "server.log", HEARSAY_PUBLIC_READ="0") as served:
        assert served.get("/metrics").status == 401
        assert served.get("/metrics", f"Authorization: Bearer {api.token}").status == 200
        assert served.get("/livez").status == 200


def test_nothing_is_left_behind_when_the_server_ends(url: str, tmp_path: Path) -> None:
    with serve(url, tmp_path / "server.log", TMPDIR=str(tmp_path)) as served:
        served.get("/livez")
        assert list(tmp_path.glob("hearsay-metrics-*"))

    assert not list(tmp_path.glob("hearsay-metrics-*"))


def test_an_app_without_a_server_counts_alone(api: Api) -> None:
    api.get("/v1/claims")

    text = api.call("GET", "/metrics").get_data(as_text=True)

    assert 'hearsay_request_duration_seconds_count{method="GET",route="/v1/claims",status="200"} 1.0' in text


def test_a_worker_that_only_begins_hinders_nobody(served: Served) -> None:
    served.get("/livez")
    (folder,) = Path(served.log.parent).glob("hearsay-metrics-*")
    (folder / "histogram_999999.db").touch()

    assert served.get("/metrics").status == 200
