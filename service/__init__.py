"""Hearsay: the claims of news articles, who each rests on, and how well each is corroborated."""
