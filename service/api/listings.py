"""The lists over HTTP: what is shown of the documents of each, and the columns that they have as a table."""

from dataclasses import dataclass
from typing import Final

from service.documents import ARTICLE_ANSWER, CLAIM_ANSWER, SOURCE_ANSWER, TAG_ANSWER
from service.formats import tables
from service.formats.tables import Columns
from service.schemas import grammars
from service.schemas.change import ChangeAnswer
from service.schemas.forms import Shown
from service.schemas.past import AS_OF
from service.schemas.query import Grammar
from service.schemas.reviewer import ReviewerShape
from service.schemas.story import DependentShape
from service.schemas.taxonomy import TaxonomyShape
from service.store.slices import LARGE, SLICE
from service.ties import EVIDENCE_ANSWER


@dataclass(frozen=True, eq=False)
class Listing:
    """One list: what is shown, its columns as a table, and how many documents are read at once."""

    shown: Shown
    columns: Columns
    at_once: int = SLICE


@dataclass(frozen=True, eq=False)
class Queried(Listing):
    """A list with a grammar of its own."""

    grammar: Grammar = grammars.CLAIMS


ARTICLES: Final = Queried(Shown(ARTICLE_ANSWER), tables.ARTICLES, LARGE, grammars.ARTICLES)
SOURCES: Final = Queried(Shown(SOURCE_ANSWER), tables.SOURCES, grammar=grammars.SOURCES)
CLAIMS: Final = Queried(Shown(CLAIM_ANSWER), tables.CLAIMS, grammar=grammars.CLAIMS)
EVIDENCE: Final = Queried(Shown(EVIDENCE_ANSWER), tables.EVIDENCE, grammar=grammars.EVIDENCE)
TAGS: Final = Queried(Shown(TAG_ANSWER), tables.TAGS, grammar=grammars.TAGS)
OF_CLAIM: Final = {**CLAIMS.shown.of_one, "as_of": AS_OF}
"""What may be asked of one claim."""

REVIEWERS: Final = Listing(Shown(ReviewerShape(), "handle"), tables.REVIEWERS)
DEPENDENTS: Final = Listing(Shown(DependentShape(), "claim"), tables.DEPENDENTS)
TAXONOMIES: Final = Listing(Shown(TaxonomyShape(), "namespace"), tables.TAXONOMIES)
QUEUE: Final = Queried(Shown(CLAIM_ANSWER), tables.CLAIMS, grammar=grammars.QUEUE)
CHANGES: Final = Listing(Shown(ChangeAnswer(), "rev"), tables.CHANGES, LARGE)
