"""The demo: what a newcomer is shown, with lines to paste that are filled in."""

from typing import Final

ABOUT: Final = """
Open this in a browser: an article, with what each of its claims rests on.
  {address}/articles/art_fx-post-rust-not-cracks

Hearsay answers at {address}
with one real article (who said so: a newspaper, an expert, "a related source") and one invented story.

A token that may write, for this demo only and for 24 hours:
  {token}
"""

LINES: Final = (
    (
        "Every claim that rests on an expert without a name:",
        "curl -s '{address}/v1/claims?source_type=expert&speaker_kind=anonymous'",
    ),
    (
        "Everything that came through another outlet:",
        "curl -s '{address}/v1/claims?via_type=media'",
    ),
    (
        "Store this claim, with its article and its source (works once, for its id is then taken):",
        "curl -s {address}/v1/claims -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' -d '"
        '{{"id": "clm_mine", "article": {{"url": "https://news.example/1"}}, "statement": "The ferry sails again.", '
        '"attribution": [{{"source": {{"kind": "person", "name": "Ada Obi"}}, "source_type": "official"}}]}}\'',
    ),
    (
        "Correct it, starting from the revision that you read:",
        "curl -s -X PATCH {address}/v1/claims/clm_mine -H 'Authorization: Bearer {token}' "
        "-H 'Content-Type: application/json' "
        '-H "If-Match: $(curl -s {address}/v1/claims/clm_mine | grep -o \'"rev":[0-9]*\' | cut -d: -f2)" '
        '-d \'{{"statement": "The ferry sails again on Monday."}}\'',
    ),
    (
        "Why two people who saw something fall off a bridge count as two, step by step:",
        "curl -s '{address}/v1/claims/clm_fx-post-09/corroboration'",
    ),
    (
        "What the claims of the real article rest on; the same as a picture is at .../label.svg, in a browser:",
        "curl -s '{address}/v1/articles/art_global-times-2020-10-09/report'",
    ),
    (
        "Tie your claim to an article that it only repeats, and so rests on from then on:",
        "curl -s {address}/v1/claims/clm_mine/evidence -H 'Authorization: Bearer {token}' "
        "-H 'Content-Type: application/json' -d '"
        '{{"tie": "repeats", "citation": {{"article": {{"url": "https://wire.example/7"}}}}}}\'',
    ),
    (
        "Judge how far its source can be relied on, in terms that many analysts share:",
        "curl -s {address}/v1/claims/clm_mine/tags -H 'Authorization: Bearer {token}' "
        "-H 'Content-Type: application/json' -d '"
        '{{"term": "admiralty-scale:source-reliability=\\"b\\""}}\'',
    ),
    (
        "What changed since revision {rev}, which is where the demo began:",
        "curl -s '{address}/v1/changes?after={rev}'",
    ),
)

LAST: Final = (
    "Add  | python3 -m json.tool  to any line to read the answer with ease. Ctrl-C ends the demo and its store.\n"
)


def introduce(address: str, token: str, rev: int) -> str:
    """Write what the demo shows when the server is ready."""
    values = {"address": address, "token": token, "rev": rev}
    steps = [f"{title}\n  {line}\n" for title, line in LINES]
    return "\n".join([ABOUT, *steps, LAST]).format_map(values)
