"""Making sure that what was erased has left the files, too, and finding where it stands in history."""

import time
from typing import Final

from service.domain.errors import StoreUnavailable
from service.store.database import database, is_sqlite
from service.store.models import Revision
from service.store.query import run

TRIES: Final = 20
SECONDS_BETWEEN: Final = 0.25
VACUUMED: Final = (
    "revision, source, source_name, source_same_as, article, claim, claim_words, link, evidence, evidence_link, "
    "override, tag, answer"
)


def scrub(*, searched: bool) -> None:
    """Take what was overwritten out of the files; call it outside of any transaction.

    SQLite zeroes what it deletes (`secure_delete`), but its log has the pages as they were: it is emptied into the
    file. PostgreSQL keeps rows as they were until they are vacuumed, and samples of them in its statistics; its own log
    is the server's to recycle. Both keep a word in the index of searches that no claim has any more, until that is
    made anew: it is where what was erased may have been `searched`.
    """
    if not is_sqlite():
        database.execute_sql(f"VACUUM (ANALYZE) {VACUUMED}")
        if searched:
            database.execute_sql("REINDEX INDEX claim_words_lexemes")
        return
    if searched:
        database.execute_sql("INSERT INTO claim_index (claim_index) VALUES ('optimize')")
    for _ in range(TRIES):
        ((busy, *_),) = run("PRAGMA wal_checkpoint(TRUNCATE)", [])
        if not busy:
            return
        time.sleep(SECONDS_BETWEEN)
    raise StoreUnavailable(
        "It is erased, but somebody reads the store and the log still holds it.",
        hint="Send the same again: it empties the log.",
    )


def revisions_that_name(source_ids: list[str]) -> list[Revision]:
    """Find the entries of history whose chains, a claim's or a citation's, have one of these sources."""
    holds = "instr(document, ?) > 0" if is_sqlite() else "position(? in document) > 0"
    where = " OR ".join([holds] * len(source_ids))
    sql = f"SELECT rev FROM revision WHERE type IN ('claim', 'evidence') AND document IS NOT NULL AND ({where})"
    revs = [rev for (rev,) in run(sql, [f'"{source_id}"'.encode() for source_id in source_ids])]
    # An entry that says what was erased names no source.
    return [entry for entry in map(Revision.get_by_id, revs) if b'"attribution"' in bytes(entry.document or b"")]
