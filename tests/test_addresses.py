"""Addresses: one spelling for all that mean the same, by RFC 3986, and nothing that is no address."""

from string import ascii_lowercase, digits
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from marshmallow import ValidationError

from service.schemas.address import MAX_URL_CHARS, Address
from service.schemas.strict import faults_of


def normalised(text: str) -> str:
    return str(Address().deserialize(text))


@pytest.mark.parametrize(
    ("spelling", "kept"),
    [
        ("HTTPS://News.Example/A", "https://news.example/A"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example?a=1", "https://news.example/?a=1"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://news.example:443/a", "http://news.example:443/a"),
        ("https://news.example:/a", "https://news.example/a"),
        ("https://news.example/a#section-2", "https://news.example/a"),
        ("https://news.example/a/./b/../c", "https://news.example/a/c"),
        ("https://news.example/../a", "https://news.example/a"),
        ("https://news.example/a/..", "https://news.example/"),
        ("https://news.example/%7euser", "https://news.example/~user"),
        ("https://news.example/a%2fb", "https://news.example/a%2Fb"),
        ("https://news.example/%e4%bd%a0", "https://news.example/%E4%BD%A0"),
        ("https://news.example/?x=%2f%3a%40", "https://news.example/?x=%2F%3A%40"),
        ("https://news.example/?x=%7e%41%e4", "https://news.example/?x=~A%E4"),
        ("https://news.example/%21%2e%2e/a", "https://news.example/%21../a"),
        ("https://news.example/a/%2e%2E/b", "https://news.example/b"),
        ("https://news.example/?x=100%", "https://news.example/?x=100%25"),
        ("https://news.example/?x=%252f%2525", "https://news.example/?x=%252f%2525"),
        ("https://news.example/?x=%%411", "https://news.example/?x=%25A1"),
        ("https://news.example/你", "https://news.example/%E4%BD%A0"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("urn:isbn:0451450523", "urn:isbn:0451450523"),
    ],
)
def test_spellings_that_mean_the_same_are_kept_as_one(spelling: str, kept: str) -> None:
    assert normalised(spelling) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a", "http://news.example/a"),
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/a", "https://news.example/a/"),
        ("https://news.example/a", "https://www.news.example/a"),
        ("https://news.example/a", "https://news.example:8443/a"),
        ("https://news.example/?a=1&b=2", "https://news.example/?b=2&a=1"),
        ("https://news.example/?q=a%2Bb", "https://news.example/?q=a+b"),
        ("https://news.example/?q=a%26b", "https://news.example/?q=a&b"),
        ("https://news.example/a%2Fb", "https://news.example/a/b"),
        ("https://news.example/a%3Ab", "https://news.example/a:b"),
        ("https://news.example/?q=%2F", "https://news.example/?q=/"),
        ("https://news.example/?q=%3F", "https://news.example/?q=?"),
        ("https://news.example/?q=%2541", "https://news.example/?q=%41"),
        ("urn:example:a%3Ab", "urn:example:a:b"),
    ],
)
def test_addresses_that_may_mean_something_else_stay_two(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("ftp://news.example/a", "address"),
        ("javascript:alert(1)", "address"),
        ("data:text/html,a", "address"),
        ("mailto:desk@news.example", "address"),
        ("file:///etc/passwd", "address"),
        ("//news.example/a", "address"),
        ("/a", "address"),
        ("news.example/a", "address"),
        ("https://", "address"),
        ("https:///a", "address"),
        ("https:/a", "address"),
        ("https:a", "address"),
        ("https://news.example:99999/", "address"),
        ("https://news.example:port/", "address"),
        ("https://[::1/", "address"),
        ("https://news example/", "address"),
        ("https://desk:secret@news.example/", "address"),
        ("urn:", "address"),
        ("urn:isbn", "address"),
        ("urn:isbn:", "address"),
        ("urn::0451450523", "address"),
        ("https://news.example/\0", "character"),
        ("https://news.example/" + "a" * MAX_URL_CHARS, "too-long"),
        ("", "empty"),
        (5, "type"),
        (None, "null"),
    ],
)
def test_anything_else_is_no_address(value: Any, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Address().deserialize(value)

    (fault,) = faults_of(refusal.value)
    assert fault.code == code


def test_an_address_that_its_normal_form_makes_too_long_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        Address().deserialize("https://news.example/" + "你" * 1_000)

    (fault,) = faults_of(refusal.value)
    assert fault.code == "too-long"


@pytest.mark.parametrize(
    "uri",
    [
        "https://data.example/people#ada",
        "https://data.example/#ada",
        "https://data.example/?a=1#ada",
        "urn:example:people#ada",
    ],
)
def test_linked_data_keeps_its_fragment(uri: str) -> None:
    assert Address(keep_fragment=True).deserialize(uri) == uri


SCHEMES = st.sampled_from(["http", "https", "HTTP", "Https"])
HOSTS = st.lists(st.text(ascii_lowercase + digits + "ABÜ你", min_size=1, max_size=8), min_size=1, max_size=3).map(
    ".".join
)
PORTS = st.sampled_from(["", ":", ":80", ":443", ":8080"])
PATHS = st.lists(st.text(max_size=6) | st.sampled_from([".", "..", "", "%7e", "%2f", "%"]), max_size=5).map(
    lambda steps: "".join(f"/{step}" for step in steps)
)
QUERIES = st.just("") | st.text(max_size=12).map("?{}".format)
FRAGMENTS = st.just("") | st.text(max_size=6).map("#{}".format)
SPELLINGS = st.builds("{}://{}{}{}{}{}".format, SCHEMES, HOSTS, PORTS, PATHS, QUERIES, FRAGMENTS)


@given(SPELLINGS)
def test_a_normal_form_is_its_own_normal_form(spelling: str) -> None:
    try:
        once = normalised(spelling)
    except ValidationError:
        reject()

    assert normalised(once) == once


@given(st.builds("{}{}".format, st.sampled_from(["", "https:", "https://", "urn:", "urn:a:"]), st.text()))
def test_any_text_is_an_address_or_refused_with_a_code(text: str) -> None:
    try:
        kept = normalised(text)
    except ValidationError as refusal:
        (fault,) = faults_of(refusal)
        assert fault.code in {"address", "empty", "character"}
    else:
        assert kept.startswith(("http://", "https://", "urn:"))
