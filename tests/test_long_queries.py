"""What is asked may be long, and the address of the next page still is one that the server takes."""

from service.api.requests import MAX_QUERY_BYTES
from service.gunicorn import limit_request_line
from tests.api import Api, named

SPEAKERS = [f"{number}{':' * 450}" for number in range(15)]
ASKED = "&".join(f"speaker={name}" for name in SPEAKERS)


def test_next_is_what_was_asked_with_the_cursor_behind_it(api: Api) -> None:
    stored = [api.claim(attribution=[named(name)])["id"] for name in SPEAKERS[:3]]
    api.claim("Noise.")

    pages = list(api.walk(f"/v1/claims?limit=1&{ASKED}"))

    assert [item["id"] for page in pages for item in page["items"]] == stored
    assert all(page["next"].startswith(f"/v1/claims?limit=1&{ASKED}&cursor=") for page in pages[:-1])
    assert max(len(f"OPTIONS {page['next']} HTTP/1.1") for page in pages[:-1]) < limit_request_line


def test_a_query_that_leaves_no_room_for_a_cursor_is_refused(api: Api) -> None:
    longest = f"/v1/claims?{'x' * MAX_QUERY_BYTES}"

    api.refused(422, "GET", longest)
    problem = api.refused(414, "GET", longest + "x")

    assert problem["type"] == "/problems#too-long"


def test_the_cursor_of_a_page_does_not_count_as_what_is_asked(api: Api) -> None:
    api.refused(400, "GET", f"/v1/claims?cursor={'A' * MAX_QUERY_BYTES}")


def test_next_replaces_the_cursor_however_its_name_was_spelled(api: Api) -> None:
    for _ in range(3):
        api.claim()
    second = api.get("/v1/claims?limit=1")["next"]

    third = api.get(second.replace("cursor=", "%63ursor="))["next"]

    assert third.count("ursor=") == 1
    assert api.get(third)["next"] is None


def test_next_spells_what_is_no_part_of_an_address_as_percent_signs(api: Api) -> None:
    for statement in ("One.", "Two."):
        api.claim(statement, attribution=[named("Ægir <b>")])

    raw = "speaker=ægir <b>".encode().decode("latin-1")
    response = api.app.test_client().get("/v1/claims", environ_overrides={"QUERY_STRING": f"limit=1&{raw}"})

    assert response.json
    assert response.json["next"].startswith("/v1/claims?limit=1&speaker=%C3%A6gir%20%3Cb%3E&cursor=")
    assert response.json["next"] in response.headers["Link"]
    assert api.ids(response.json["next"]) != []
