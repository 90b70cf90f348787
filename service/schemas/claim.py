"""The JSON of a claim with its attribution chain."""

from typing import ClassVar

from service.domain.attribution import MAX_LINKS
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import Channel, CorroborationStatus, GroundRule, Identification, SourceType, SpeakerKind
from service.schemas.fields import (
    Flag,
    Id,
    Instant,
    Language,
    ListOf,
    OneOf,
    Part,
    Text,
    Whole,
    changed_at,
    revision,
    stored_at,
)
from service.schemas.inline import MAX_TEXT_CHARS, InlineArticle, InlineSource, sha256_field
from service.schemas.search import FoundShape
from service.schemas.shape import Shape

MAX_STATEMENT_CHARS = 2_000
MAX_QUOTE_CHARS = 10_000
MAX_PRINTED_CHARS = 500
MAX_POSITION = 1_000_000
MAX_REASON_CHARS = 1_000
MAX_COUNT = 1_000
MAX_ALSO = 15
MAX_SEARCHED = 3 + 2 * MAX_LINKS


def printed(meaning: str) -> Text:
    """Make a field for a few words of how the article presents somebody."""
    return Text(MAX_PRINTED_CHARS, allow_none=True, meaning=meaning)


class LinkShape(Shape):
    """One link of a chain: a source, and how the article presents it."""

    source = Part(InlineSource, required=True, meaning="Who it is.")
    source_type = OneOf(
        SourceType, without=[SourceType.OUTLET], required=True, meaning="In which capacity it speaks here."
    )
    identification = OneOf(Identification, allow_none=True, meaning="How the article identifies it.")
    as_printed = printed("The name, or the words in its place, as printed.")
    role = printed("Its office or profession, as printed.")
    affiliation = printed("What it belongs to, as printed.")
    description = printed("What the article says instead of a name.")
    channel = OneOf(Channel, allow_none=True, meaning="How the words reached the next in line, outwards.")
    cue = printed('The word that attributes: "said", "according to".')
    ground_rule = OneOf(GroundRule, allow_none=True, meaning="What was agreed on the use of the words.")
    anonymity_reason = printed("Why the name is withheld, as printed.")
    count = Whole(1, MAX_COUNT, allow_none=True, meaning="How many a `collective` is, where the article tells.")


class SelectorShape(Shape):
    """A passage of the article's text: code points, half-open; the digest of its UTF-8 bytes."""

    start = Whole(0, MAX_TEXT_CHARS, required=True, meaning="Where it begins: the code points of the text before it.")
    end = Whole(1, MAX_TEXT_CHARS, required=True, meaning="Where it ends: the code points of the text up to there.")
    sha256 = sha256_field(allow_none=True, meaning="The SHA-256 of its UTF-8 bytes, to know it again by.")


class BoundsShape(Shape):
    """The fewest and the most independent origins that there can be."""

    min = Whole(meaning="The fewest: those that can be shown to be independent.")
    max = Whole(meaning="The most: those that may be independent.")


class ReasonShape(Shape):
    """One step towards a status."""

    rule = Whole(meaning="The number of the rule, as in docs/corroboration.md.")
    text = Text(MAX_PRINTED_CHARS, meaning="What the rule found, in a sentence.")
    sources = ListOf(Text(MAX_PRINTED_CHARS), 5, meaning="The ids of the sources that it speaks of.")
    claims = ListOf(Text(MAX_PRINTED_CHARS), 5, meaning="The ids of the claims that it speaks of.")


class OverrideShape(Shape):
    """The status that an editor gives a claim, beside the derived one and never in its place."""

    read_only: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    status = OneOf(CorroborationStatus, required=True, meaning="What the editor holds it for.")
    reason = Text(MAX_REASON_CHARS, required=True, meaning="Why, in a sentence or two; everybody can read it.")
    by = Text(MAX_PRINTED_CHARS, allow_none=True, meaning="The editor; null is the operator.")
    at = Instant(meaning="When it was given.")


class OverrideAnswer(OverrideShape):
    """The status that an editor gave a claim, beside the derived one."""

    reason = Text(MAX_REASON_CHARS, allow_none=True)


class CorroborationShape(Shape):
    """What the evidence amounts to, and why."""

    status = OneOf(CorroborationStatus, meaning="What it comes to, in a word.")
    origins = Part(BoundsShape, meaning="How many independent origins stand for the claim.")
    contradicting = Part(BoundsShape, meaning="How many independent origins stand against it.")
    documented = Flag(meaning="Whether an origin is a named document with a URI, which anybody can look up.")
    override = Part(
        OverrideAnswer, allow_none=True, meaning="An editor's own status, which stands beside the derived one."
    )
    why = ListOf(Part(ReasonShape), 3, meaning="What gave the status.")


class TagCountShape(Shape):
    """How many reviewers hold one term for the claim."""

    term = Text(MAX_PRINTED_CHARS, meaning="The term, a machine tag.")
    reviewers = Whole(meaning="How many reviewers hold it now.")


class ClaimShape(Shape):
    """A claim: one proposition, as one chain carries it."""

    read_only: ClassVar[frozenset[str]] = frozenset(
        {"rev", "worded_rev", "story", "corroboration", "tags", "in_text", "created_at", "updated_at", "snippet"}
    )

    posted_only: ClassVar[frozenset[str]] = frozenset({"also"})

    id = Id(PREFIXES["claim"], meaning="Its id.")
    rev = revision()
    worded_rev = Whole(meaning="The revision that last changed the claim's own words, passage, language or chain.")
    article = Part(InlineArticle, required=True, meaning="The article that makes it; it never changes.")
    position = Whole(1, MAX_POSITION, allow_none=True, meaning="Its place among the claims of its article.")
    statement = Text(
        MAX_STATEMENT_CHARS, required=True, meaning="The proposition, in the words of whoever recorded it."
    )
    quote = Text(MAX_QUOTE_CHARS, allow_none=True, meaning="The words of the article, verbatim.")
    selector = Part(SelectorShape, allow_none=True, meaning="The passage of the article's text that says it.")
    in_text = Flag(
        allow_none=True, meaning="Whether that passage is in the article's stored text; null where there is none."
    )
    language = Language(allow_none=True, meaning="The language of the statement.")
    source_type = OneOf(
        SourceType, allow_none=True, meaning="In which capacity the speaker, who is the chain's last link, speaks."
    )
    speaker_kind = OneOf(SpeakerKind, allow_none=True, meaning="Whether the speaker has a name.")
    channel = OneOf(
        Channel, allow_none=True, meaning="The last link's channel; without a chain, what the article shows for it."
    )
    hearsay_depth = Whole(
        0, MAX_LINKS, allow_none=True, meaning="The number of links: 0 the outlet alone, 1 a speaker, 2 hearsay of one."
    )
    attribution = ListOf(
        Part(LinkShape),
        MAX_LINKS,
        required=True,
        meaning="Those it came through, outermost first; it rests on the last. Empty: the outlet's own voice.",
    )
    also = ListOf(
        ListOf(Part(LinkShape), MAX_LINKS),
        MAX_ALSO,
        load_only=True,
        meaning="Further chains of the same statement, in a POST: a claim each.",
    )
    story = Text(
        MAX_PRINTED_CHARS,
        meaning="The id of the claims that are counted as one with it: named after the lowest of theirs.",
    )
    corroboration = Part(CorroborationShape, meaning="What the evidence amounts to, and why; derived, never typed.")
    tags = ListOf(Part(TagCountShape), 1_000, meaning="Which terms reviewers hold for it, and how many do.")
    created_at = stored_at()
    updated_at = changed_at()
    snippet = ListOf(
        Part(FoundShape), MAX_SEARCHED, meaning="Where it has what was searched for; only with `q`, and in no document."
    )
