"""Rows, revisions and queries on SQLite and PostgreSQL; knows no JSON shape and no HTTP."""
