"""Statistics by which SQLite plans what is asked of claims: those of a million, so that it plans alike at every size.

Without any it guesses, and takes one index or the other by the order in which they were made. Nobody runs ANALYZE on a
store, which would take minutes. PostgreSQL keeps its own.
"""

from typing import Any

from peewee import Database, SqliteDatabase

# Of each index how many rows there are, and how many of them share the first column, the first two, and so on.
OF_INDEXES = {
    "claim": """
        claim_article_id_position_id 1000000 20 1 1
        claim_channel_id 1000000 200000 1
        claim_corroboration_id 1000000 250000 1
        claim_corroboration_published_at_id 1000000 250000 10 1
        claim_created_at_id 1000000 1000 1
        claim_documented_id 1000000 500000 1
        claim_facets 1000000 7408 3788 25 1 1
        claim_hearsay_depth_id 1000000 250000 1
        claim_id 1000000 1
        claim_identification_id 1000000 200000 1
        claim_language_id 1000000 333334 1
        claim_origins_max_id 1000000 333334 1
        claim_origins_min_id 1000000 333334 1
        claim_outlet_facets 1000000 977 27 25 1 1
        claim_position_id 1000000 50000 1
        claim_published_at_id 1000000 20 1
        claim_publisher_id_id 1000000 977 1
        claim_publisher_id_published_at_id 1000000 977 20 1
        claim_rev 1000000 2
        claim_source_type_corroboration_id 1000000 166667 58824 1
        claim_source_type_published_at_id 1000000 166667 4 1
        claim_source_type_speaker_kind_id 1000000 166667 142858 1
        claim_source_type_with 1000000 166667 1 1 1 1
        claim_speaker_id_id 1000000 3 1
        claim_speaker_kind_id 1000000 333334 1
        claim_story_id 1000000 2 1
        claim_updated_at_id 1000000 1000 1
    """,
    "link": """
        link_source_id_claim_id_passed_on 1714000 4 1 1
        link_source_type_claim_id_passed_on 1714000 285667 2 2
        sqlite_autoindex_link_1 1714000 2 1
    """,
    "tag": """
        sqlite_autoindex_tag_1 999000 1
        tag_claim_id_term_withdrawn_at_blind 999000 2 1 1 1
        tag_created_at_id 999000 999 1
        tag_current 999000 2 1 1
        tag_rev 999000 1
        tag_reviewer_id_id 999000 499500 1
        tag_reviewer_shown 999000 499500 1 1 1
        tag_scale_current 999000 199800 1
        tag_term_id 999000 199800 1
        tag_term_shown 999000 199800 1 1 1
        tag_updated_at_id 999000 999 1
    """,
}
RESERVED = ("sqlite_stat1", "sqlite_stat4")


def up(_: Any, database: Database) -> None:
    if not isinstance(database, SqliteDatabase):
        return
    # What somebody else let SQLite find out says other things. Only SQLite itself can make the table.
    down(_, database)
    database.execute_sql("ANALYZE counter")
    database.execute_sql("DELETE FROM sqlite_stat1")
    for table, indexes in OF_INDEXES.items():
        for line in indexes.strip().splitlines():
            index, _, counts = line.strip().partition(" ")
            database.execute_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", [table, index, counts])
    # What is planned on this connection is planned by them from now on.
    database.execute_sql("ANALYZE sqlite_master")


def down(_: Any, database: Database) -> None:
    if isinstance(database, SqliteDatabase):
        for table in {*RESERVED} & {*database.get_tables()}:
            database.execute_sql(f"DROP TABLE {table}")
