"""Every closed list of words, each word with its meaning; served at `/v1/vocabulary`."""

from enum import StrEnum
from typing import Self, TypeVar

AnyWord = TypeVar("AnyWord", bound="Word")


class Word(StrEnum):
    """A word of a closed list, with one sentence of meaning and where the definition comes from."""

    meaning: str
    origin: str

    def __new__(cls, value: str, meaning: str = "", origin: str = "Hearsay") -> Self:
        """Make a member that is its own JSON value."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.meaning = meaning
        word.origin = origin
        return word


def word(kind: type[AnyWord], text: str) -> AnyWord:
    """Give the word of a list that a text is; one that is a word already stays what it is."""
    return text if isinstance(text, kind) else kind(text)


AP_SOURCES = "AP News Values and Principles, Anonymous sources"
ALPHA = "K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011"
QUOTATION_CORPORA = "S. Pareti, PARC 3.0: a corpus of attribution relations, 2016"


class ResourceType(Word):
    """What a row of the feed or of an exchange file is about."""

    ARTICLE = "article", "A published piece of news."
    SOURCE = "source", "An identity that says, owns, issues or publishes something."
    CLAIM = "claim", "One proposition, as one attribution chain carries it."
    EVIDENCE = "evidence", "A tie between a claim and another one, or an article that is cited."
    TAG = "tag", "One reviewer's judgement of one claim."
    TAXONOMY = "taxonomy", "A controlled vocabulary: the terms that reviewers may give as tags."

    @property
    def plural(self) -> str:
        """What several are called, as in an address."""
        irregular = {ResourceType.EVIDENCE: "evidence", ResourceType.TAXONOMY: "taxonomies"}
        return irregular.get(self, f"{self.value}s")


class SourceKind(Word):
    """What a source is."""

    PERSON = "person", "A human being, or several who are spoken of together."
    BODY = "body", "An institution, company, party, agency or government."
    OUTLET = "outlet", "A publisher of news: a newspaper, broadcaster, agency or site."
    DOCUMENT = "document", "A record, law, dataset, paper or other text that speaks for itself."


class SourceType(Word):
    """In which capacity a source speaks in an article."""

    OFFICIAL = "official", "Holds public office and speaks in it."
    EXPERT = "expert", "Speaks from professional knowledge of the subject."
    PARTICIPANT = "participant", "Took part in the event or saw it."
    ORGANISATION = "organisation", "A company, association or party, or somebody who speaks for it."
    MEDIA = "media", "Another outlet."
    DOCUMENT = "document", "A record, law, dataset or paper."
    PUBLIC = "public", "A private person, or a user of social media."
    UNDISCLOSED = "undisclosed", "The article does not tell in which capacity the source speaks."
    OUTLET = "outlet", "The publishing outlet's own voice: the claim's chain is empty. Never a link's type."


class Identification(Word):
    """How an article identifies a source."""

    NAMED = "named", "By name.", AP_SOURCES
    DESCRIBED = "described", "By a description that narrows it down, such as 'a senior official'.", AP_SOURCES
    BARE = "bare", "As a source and nothing more."
    COLLECTIVE = "collective", "As several, such as 'some experts' or 'four officials'."
    WITHHELD = "withheld", "Not by name, and the article says that the name is withheld on purpose.", AP_SOURCES


class SpeakerKind(Word):
    """Whether the speaker whom a claim rests on has a name; derived from the last link."""

    NAMED = "named", "The last link of the chain is named."
    ANONYMOUS = "anonymous", "The last link of the chain is not named."
    NONE = "none", "The chain is empty: the outlet speaks in its own voice."


class Channel(Word):
    """The way in which words or facts reached the next in line."""

    QUOTE = "quote", "In direct speech.", QUOTATION_CORPORA
    PARAPHRASE = "paraphrase", "In indirect speech.", QUOTATION_CORPORA
    STATEMENT = "statement", "By a prepared statement, press release or press conference."
    PRESS_REPORT = "press-report", "By what another outlet published."
    DOCUMENT = "document", "By a document that the outlet cites or shows."
    OFFICIAL_ACT = "official-act", "By a public act: a meeting, treaty, ruling, vote or call on the record."
    DIRECT_OBSERVATION = "direct-observation", "The outlet saw it itself."
    SOCIAL_MEDIA_POST = "social-media-post", "By a post on social media."
    BACKGROUND = "background", "As known background, with nothing shown for it."


class GroundRule(Word):
    """What the outlet and the source agreed on the use of the words, as far as the article tells."""

    ON_THE_RECORD = "on-the-record", "May be used with the speaker's name.", AP_SOURCES
    BACKGROUND = "background", "May be used without the name, with an agreed description.", AP_SOURCES
    DEEP_BACKGROUND = "deep-background", "May be used without the name and without any description.", AP_SOURCES
    OFF_THE_RECORD = "off-the-record", "Was not to be used for publication.", AP_SOURCES
    UNKNOWN = "unknown", "The article does not tell."


class CorroborationStatus(Word):
    """What the evidence for a claim amounts to; derived, never typed. The first that holds."""

    RETRACTED = "retracted", "It was taken back, or all that it rested on was."
    CONTESTED = "contested", "Origins stand on both sides, be it only possible ones."
    CONTRADICTED = "contradicted", "Origins stand against it and none for it."
    CORROBORATED = "corroborated", "At least two origins that can be shown to be independent. Not the same as true."
    POSSIBLY_CORROBORATED = (
        "possibly_corroborated",
        "One independent origin can be shown; there may be more, which cannot be told apart.",
    )
    SINGLE_SOURCE = "single_source", "Exactly one origin."
    CIRCULAR = "circular", "Reports that repeat each other, and nothing else."
    UNATTRIBUTED = "unattributed", "The outlet's own voice, with nothing shown for it, and nothing else."
    UNRESOLVED = "unresolved", "It ends at an outlet, and nobody tells where that outlet has it from."


class Tie(Word):
    """What a piece of evidence says of its claim: the verb of a sentence, with that claim as the subject."""

    SUPPORTED_BY = "supported_by", "The other one states the same proposition."
    CONTRADICTED_BY = "contradicted_by", "The other one states that it is not so."
    REPEATS = "repeats", "It has what it says from the other one, and adds no testimony of its own."
    RETRACTED_BY = "retracted_by", "The other one takes it back."

    @property
    def is_symmetric(self) -> bool:
        """Whether it says the same when its two ends change places."""
        return self in {Tie.SUPPORTED_BY, Tie.CONTRADICTED_BY}


class EvidenceState(Word):
    """Whether a tie counts."""

    PROPOSED = "proposed", "A reviewer proposes it; it counts nowhere until an editor accepts it."
    ACCEPTED = "accepted", "An editor wrote or accepted it; it counts."


class Stance(Word):
    """On which side of a story a testimony stands."""

    FOR = "for", "It says what the story's claims say."
    AGAINST = "against", "It says the opposite."


class NextStepKind(Word):
    """What would move a story's corroboration to another status."""

    IDENTIFY = "identify", "Find out who an unnamed speaker is."
    TRACE = "trace", "Find out where an outlet that does not tell has it from."
    ADD = "add", "Find one or two more independent, named origins."
    TAKE_BACK = "take_back", "Have what stands against it taken back."


class Change(Word):
    """What happened to a row, in the change feed."""

    CREATED = "created", "The row is new."
    UPDATED = "updated", "Somebody wrote the row anew."
    DELETED = "deleted", "The row was withdrawn; its history stays."
    MERGED = "merged", "The source turned out to be another one, which stands for both."
    ERASED = "erased", "Something was taken out of the row and out of its past."


class TagState(Word):
    """Whether a reviewer stands by a tag."""

    CURRENT = "current", "The reviewer stands by it."
    WITHDRAWN = "withdrawn", "The reviewer took it back, gave it anew, or its claim was withdrawn."


class RowType(Word):
    """What a row of an exchange file is."""

    ARTICLE = "article", "An article, as it is posted or was read."
    SOURCE = "source", "A source, as it is posted or was read."
    CLAIM = "claim", "A claim, as it is posted or was read."
    EVIDENCE = "evidence", "A tie, with the id of its claim."
    TAG = "tag", "A tag, with the id of its claim."
    TAXONOMY = "taxonomy", "A taxonomy with its terms; only in the operator's files."
    REVIEWER = "reviewer", "A reviewer; only in the operator's files."
    REVISION = "revision", "An entry of the history; only in a whole store's file."


class Level(Word):
    """What the difference between two values of a scale says: how the distance that alpha goes by is measured."""

    NOMINAL = "nominal", "Values are the same or differ.", ALPHA
    ORDINAL = "ordinal", "Values stand in an order; what lies between two of them is how often they are used.", ALPHA
    INTERVAL = "interval", "Values are numbers; what lies between two of them is their difference.", ALPHA


class ScaleOrder(Word):
    """What orders the values of a scale."""

    NUMERICAL_VALUE = "numerical_value", "The numbers that the taxonomy gives them; equal ones stand at one place."
    ENTRIES = "entries", "Their order in the taxonomy."
    NONE = "none", "Nothing: only whether they are the same counts."


class WithoutValue(Word):
    """Why a coefficient of agreement has no value."""

    TOO_FEW = "too-few", "There is nothing that two have rated."
    ONE_VALUE = "one-value", "All rated alike, so that nothing tells agreement from chance."


class QueueOrder(Word):
    """In which order a reviewer's queue comes."""

    LEAST_JUDGED = "least-judged", "What fewest reviewers have judged comes first, and of these what has the lower id."
    MOST_CONTESTED = (
        "most-contested", "What most reviewers judge otherwise than the largest group that agrees comes first, and of "
        "these what has the higher id.",
    )  # fmt: skip


class OnConflict(Word):
    """What becomes of a row whose id, or whose article's URL, is there already."""

    ERROR = "error", "All rows are refused."
    SKIP = "skip", "The row is left out, and what is stored stays as it is."


class Scope(Word):
    """What a token may do; each scope includes those before it."""

    READ = "read", "Read everything that is public, where reading needs a token."
    REVIEW = "review", "Judge claims: tags and proposed evidence."
    EDIT = "edit", "Write articles, sources, claims and evidence."
    ADMIN = "admin", "Change the past: erase."

    def includes(self, other: "Scope") -> bool:
        """Tell whether this scope is `other` or one above it."""
        order = list(Scope)
        return order.index(self) >= order.index(other)


class Format(Word):
    """How an answer is written."""

    JSON = "json", "One JSON value; of a list a page, with the address of the next."
    NDJSON = "ndjson", "The whole list, one JSON document a line; the last line says how many there are."
    CSV = "csv", "The whole list as a table for spreadsheets, one row a document; of an agreement, the ratings."


def vocabulary() -> dict[str, list[dict[str, str]]]:
    """Give every closed list by the name that its field has in JSON."""
    lists: dict[str, type[Word]] = {
        "type": ResourceType,
        "kind": SourceKind,
        "source_type": SourceType,
        "identification": Identification,
        "speaker_kind": SpeakerKind,
        "channel": Channel,
        "ground_rule": GroundRule,
        "corroboration": CorroborationStatus,
        "tie": Tie,
        "evidence_state": EvidenceState,
        "stance": Stance,
        "next_step": NextStepKind,
        "change": Change,
        "state": TagState,
        "row": RowType,
        "level": Level,
        "order": ScaleOrder,
        "reason": WithoutValue,
        "sort": QueueOrder,
        "on_conflict": OnConflict,
        "scope": Scope,
        "format": Format,
    }
    return {
        name: [{"word": word.value, "meaning": word.meaning, "origin": word.origin} for word in words]
        for name, words in lists.items()
    }
