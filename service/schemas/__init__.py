"""The JSON shapes, one marshmallow schema each, and the grammar of queries; knows no rows and no HTTP."""
