"""What a claim says and who it rests on: the rules that a claim's words and chain must keep."""

from typing import Any, Final

from service.claim_documents import selector
from service.domain import passages
from service.domain.errors import invalid
from service.domain.vocabulary import Identification, SourceType, SpeakerKind
from service.matching import find, place
from service.references import LINK_WORDS, AnyChain, link_words
from service.store.desk import Desk
from service.store.models import Article, Claim, EvidenceLink, Link, Source
from service.store.revisions import Writing

Chain = list[tuple[Link, Source]]
NAMED: Final = Identification.NAMED
DERIVED: Final = frozenset({"source_type", "speaker_kind", "hearsay_depth", "channel"})


def place_chain(transaction: Writing, links: list[dict[str, Any]], article: Article, pointer: str) -> Chain:
    """Find or make the source of each link, and hold each link to what its source is."""
    return [_place_link(transaction, link, f"{pointer}/{number}", article) for number, link in enumerate(links)]


def says_the_same(desk: Desk, links: list[dict[str, Any]], chain: AnyChain, article: Article, pointer: str) -> bool:
    """Tell whether links, as they are sent, say what a stored chain says; nothing is made of them."""
    pairs = zip(links, chain, strict=False)
    return len(links) == len(chain) and all(
        _is_the_same(desk, link, stored, article, f"{pointer}/{number}/source")
        for number, (link, stored) in enumerate(pairs)
    )


def word(claim: Claim, article: Article, data: dict[str, Any], chain: Chain) -> None:
    """Take over what the claim says, and where it stands in the article."""
    _refuse_disagreement(data, chain)
    claim.take({"statement": data.get("statement"), "channel": None if chain else data.get("channel")})
    quote, place = data.get("quote"), data.get("selector")
    if place == selector(claim) and (quote == claim.quote or (quote is None and place is not None)):
        # What stays as it is was found when it was written, or may be gone from the text since.
        claim.quote = quote
        return
    # Only a row of a file says so: there, its article's text had lost the passage.
    is_gone = data.get("in_text") is False and article.text is not None
    found, in_text = (_trusted(place), False) if is_gone else _locate(article.text, quote, place)
    claim.take({
        "quote": quote, "in_text": in_text, "selector_start": found and found.start,
        "selector_end": found and found.end, "selector_sha256": found and found.sha256,
    })  # fmt: skip


def is_around(claim: Claim, quote: Any) -> bool:
    """Tell whether the claim's passage may stay where its quote becomes this one."""
    text, place = claim.article.text, selector(claim)
    if text is None or quote is None or quote == claim.quote:
        return True
    if place is None or not claim.in_text:
        return False
    return isinstance(quote, str) and quote in text[place["start"] : place["end"]]


def _place_link(transaction: Writing, data: dict[str, Any], pointer: str, article: Article) -> tuple[Link, Source]:
    inline = data["source"]
    identification = data.get("identification")
    if inline.get("name") is not None and identification not in {None, Identification.NAMED}:
        raise invalid(
            f"{pointer}/source/name", "unnamed", "A source that is not named has no name here, and none is stored."
        )
    source = place(transaction, inline, f"{pointer}/source", article.id)
    named = not source.unnamed
    if identification is None and not named:
        raise invalid(f"{pointer}/identification", "required", "How does the article identify a source without a name?")
    if named is not (identification in {None, Identification.NAMED}):
        raise invalid(f"{pointer}/identification", "named", "A link is `named` exactly if its source has a name.")
    if data.get("count") is not None and identification is not Identification.COLLECTIVE:
        raise invalid(f"{pointer}/count", "collective", "Only a `collective` has a count.")
    words = {key: data.get(key) for key in LINK_WORDS}
    words["identification"] = identification or Identification.NAMED
    words["source"] = source.id
    return Link.of(words), source


def _is_the_same(
    desk: Desk, data: dict[str, Any], stored: tuple[Link | EvidenceLink, Source], article: Article, pointer: str
) -> bool:
    link, source = stored
    words = {key: data.get(key) for key in LINK_WORDS} | {"identification": data.get("identification") or NAMED}
    if words != link_words(link):
        return False
    inline = data["source"]
    if any(inline.get(key) for key in ("id", "name", "same_as", "number")):
        found = find(desk, inline, pointer, article.id)
        return found is not None and found.id == source.id
    # One without a name and a number is another one each time, unless all else is the same.
    return source.unnamed and inline.get("kind") == source.kind


def _refuse_disagreement(data: dict[str, Any], chain: Chain) -> None:
    """Hold derived keys, which may be sent back, to what the chain says."""
    if DERIVED.isdisjoint(data):
        return
    last = chain[-1][0] if chain else None
    named = last is not None and last.identification == Identification.NAMED
    speaker = SpeakerKind.NAMED if named else SpeakerKind.ANONYMOUS if last else SpeakerKind.NONE
    derived = {
        "source_type": last.source_type if last else SourceType.OUTLET,
        "speaker_kind": speaker,
        "hearsay_depth": len(chain),
    }
    if last is not None:
        derived["channel"] = last.channel
    for key, value in derived.items():
        if data.get(key) not in {None, value}:
            raise invalid(f"/{key}", "derived", "This follows from the chain and says something else; leave it out.")


def _locate(
    text: str | None, quote: str | None, given: dict[str, Any] | None
) -> tuple[passages.Selector | None, bool | None]:
    """Find the passage, and say whether it is in the text; without the text, trust the place and its digest."""
    if text is None:
        return _trusted(given), None
    if given is not None:
        return _checked(text, quote, given), True
    if quote is None:
        return None, None
    starts = passages.occurrences(text, quote)
    if not starts:
        raise invalid("/quote", "not-in-text", "The article's stored text does not have these words.")
    if len(starts) > 1:
        raise invalid("/quote", "twice", "The article has these words more than once; send a `selector` for the place.")
    return passages.select(text, starts[0], starts[0] + len(quote)), True


def _trusted(given: dict[str, Any] | None) -> passages.Selector | None:
    if given is None:
        return None
    _refuse_empty(given)
    if given.get("sha256") is None:
        raise invalid("/selector/sha256", "required", "The text is not stored, so the digest of the passage is needed.")
    return passages.Selector(given["start"], given["end"], given["sha256"])


def _checked(text: str, quote: str | None, given: dict[str, Any]) -> passages.Selector:
    _refuse_empty(given)
    if given["end"] > len(text):
        raise invalid("/selector/end", "beyond-text", f"The article's text ends at {len(text)}.")
    found = passages.select(text, given["start"], given["end"])
    if given.get("sha256") not in {None, found.sha256}:
        raise invalid("/selector/sha256", "differs", "The passage at this place has another digest.")
    if quote is not None and quote not in text[found.start : found.end]:
        raise invalid("/selector", "not-the-quote", "The passage at this place does not hold the quote.")
    return found


def _refuse_empty(given: dict[str, Any]) -> None:
    if given["start"] >= given["end"]:
        raise invalid("/selector/end", "range", "The end lies behind the start.")
