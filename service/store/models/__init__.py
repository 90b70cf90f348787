"""The tables. Rules that a table can hold are constraints here; the verbs explain them.

A row that was withdrawn stays, with `deleted_at`, so that its id answers 410 and is never given twice.
`document` is the row's public JSON as it is served, rendered in the transaction that changed it.
"""

from typing import Any

from service.store.database import database, is_sqlite
from service.store.models.base import CONTESTED, CURRENT, LIVE, SHOWN, Row
from service.store.models.claims import Claim, Judged, Link, Tag
from service.store.models.evidence import Evidence, EvidenceLink, Override
from service.store.models.faceted import COUNTED, FACETED, OF_FACETS, UNKNOWN, by_facets, by_terms
from service.store.models.ledger import Answer, Counter, Reviewer, Revision, Session, Token, Touched
from service.store.models.news import MENTIONED, Article, Source, SourceName, SourceSameAs
from service.store.models.taxonomies import Taxonomy, Term
from service.store.models.words import POSTGRESQL_INDEX, SQLITE_INDEX, ClaimWords

__all__ = [
    "CONTESTED", "COUNTED", "CURRENT", "FACETED", "LIVE", "MENTIONED", "OF_FACETS", "SHOWN", "TABLES", "UNKNOWN",
    "Answer", "Article", "Claim", "ClaimWords", "Counter", "Evidence", "EvidenceLink", "Judged", "Link", "Override",
    "Reviewer", "Revision", "Row", "Session", "Source", "SourceName", "SourceSameAs", "Tag", "Taxonomy", "Term",
    "Token", "Touched", "by_facets", "by_terms", "create_tables",
]  # fmt: skip

TABLES: list[type[Row]] = [
    Counter, Reviewer, Token, Revision, Touched, Source, SourceName, SourceSameAs, Article, Claim, ClaimWords, Link,
    Evidence, EvidenceLink, Override, Taxonomy, Term, Tag, Judged, Answer, Session,
]  # fmt: skip


def create_tables(**options: Any) -> None:
    """Make every table and the counter's row from these models, as the migrations do step by step."""
    database.create_tables(TABLES, **options)
    for statement in SQLITE_INDEX if is_sqlite() else POSTGRESQL_INDEX:
        database.execute_sql(statement)
    Counter.insert(id=1, rev=0).execute()
