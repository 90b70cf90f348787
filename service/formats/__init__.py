"""File formats: what goes in and out beside the JSON of the API."""
