"""The rules and words of Hearsay: pure functions and values, nothing but the standard library."""
