"""Looking up rows under many keys at once."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final, NamedTuple

from service.store.models import CURRENT, Article, Claim, Evidence, Reviewer, Source, Tag, Taxonomy, Term
from service.store.query import BOUND_AT_ONCE, run, run_for

NAMES: Final = "SELECT name, source_id FROM source_name WHERE name IN (??)"
URIS: Final = "SELECT uri, source_id FROM source_same_as WHERE uri IN (??)"
POSITIONS: Final = "SELECT article_id, MAX(position) FROM claim WHERE article_id IN (??) GROUP BY article_id"
LAST: Final = "SELECT COALESCE(MAX(number), 0) FROM claim"
NUMBERS: Final = "SELECT id, number FROM claim WHERE id IN (??)"
TAGS: Final = f"SELECT claim_id, id, reviewer_id, term, blind FROM tag WHERE claim_id IN (??) AND {CURRENT}"

Keys = Collection[str]


class Held(NamedTuple):
    """A tag that holds, as far as others are judged by it."""

    id: str
    reviewer: str
    term: str
    blind: bool


def articles(ids: Keys) -> Iterable[tuple[str, Article]]:
    """Find articles, withdrawn or not."""
    return [(article.id, article) for article in _where(Article, "id IN (??)", ids)]


def sources(ids: Keys) -> Iterable[tuple[str, Source]]:
    """Find sources, withdrawn or not."""
    return [(source.id, source) for source in _where(Source, "id IN (??)", ids)]


def unnamed(article_ids: Keys) -> Iterable[tuple[str, Source]]:
    """Find the unnamed sources of articles, withdrawn or not."""
    return [(source.article_id, source) for source in _where(Source, "article_id IN (??)", article_ids)]


def claims(ids: Keys) -> Iterable[tuple[str, Claim]]:
    """Find claims, withdrawn or not."""
    return [(claim.id, claim) for claim in _where(Claim, "id IN (??)", ids)]


def positions(article_ids: Keys) -> Iterable[tuple[str, int]]:
    """Find the last position that a claim has, or had, in each article."""
    return run_for(POSITIONS, article_ids)


def last_number() -> int:
    """Find the highest number that a claim has; 0 where there is none."""
    return int(run(LAST, [])[0][0])


def numbers(claim_ids: Keys) -> dict[str, int]:
    """Find the numbers of claims."""
    return dict(run_for(NUMBERS, claim_ids))


def _where(model: type[Any], condition: str, values: Keys) -> Iterator[Any]:
    all_of_them = list(values)
    for start in range(0, len(all_of_them), BOUND_AT_ONCE):
        some = all_of_them[start : start + BOUND_AT_ONCE]
        yield from model.where(condition.replace("(??)", f"({', '.join('?' for _ in some)})"), some)


def addresses(urls: Keys) -> Iterable[tuple[str, Article]]:
    """Find the articles that are there by their addresses."""
    return [(str(article.url), article) for article in _where(Article, "url IN (??) AND deleted_at IS NULL", urls)]


def tags(ids: Keys) -> Iterable[tuple[str, Tag]]:
    """Find tags."""
    return [(tag.id, tag) for tag in _where(Tag, "id IN (??)", ids)]


def held(claim_ids: Keys) -> Iterable[tuple[str, Held]]:
    """Find the tags that claims have now."""
    return [(claim_id, Held(*values)) for claim_id, *values in run_for(TAGS, claim_ids)]


def evidence(ids: Keys) -> Iterable[tuple[str, Evidence]]:
    """Find ties."""
    return [(tie.id, tie) for tie in _where(Evidence, "id IN (??)", ids)]


def ties(claim_ids: Keys) -> Iterable[tuple[str, Evidence]]:
    """Find the ties that hold, or are proposed, by the claims that they speak of."""
    found = _where(Evidence, "claim_id IN (??) AND deleted_at IS NULL", claim_ids)
    return [(tie.claim_id, tie) for tie in sorted(found, key=lambda tie: str(tie.id))]


def reviewers(handles: Keys) -> Iterable[tuple[str, Reviewer]]:
    """Find reviewers."""
    return [(reviewer.handle, reviewer) for reviewer in _where(Reviewer, "handle IN (??)", handles)]


def terms(texts: Keys) -> Iterable[tuple[str, Term]]:
    """Find terms."""
    return [(term.term, term) for term in _where(Term, "term IN (??)", texts)]


def taxonomies(namespaces: Keys) -> Iterable[tuple[str, Taxonomy]]:
    """Find taxonomies."""
    return [(taxonomy.namespace, taxonomy) for taxonomy in _where(Taxonomy, "namespace IN (??)", namespaces)]
