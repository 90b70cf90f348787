"""Terms of reviewers' tags: machine tags, `namespace:predicate` or `namespace:predicate="value"`.

Source: MISP taxonomy format (machinetag.json). Real ones hold blanks, colons, `=`, quotes and upper case in predicates
and values, so a tag is cut at its first colon and at its final `="..."`, and nothing is folded.
"""

from dataclasses import dataclass
from typing import Final

MAX_TERM_CHARS: Final = 500
"""The longest of the public taxonomies has 370."""

FREE: Final = "free"
"""The namespace of a reviewer's own words: `free:word="anything"`."""
WORD: Final = "word"
FREE_WORD: Final = f'{FREE}:{WORD}="'


@dataclass(frozen=True)
class Term:
    """A machine tag in its parts; `value` is None where the predicate says all."""

    namespace: str
    predicate: str
    value: str | None = None

    def __str__(self) -> str:
        """Put the parts together."""
        return f"{self.scale}:{self.predicate}" if self.value is None else f'{self.scale}="{self.value}"'

    @property
    def scale(self) -> str:
        """Give what it is a value of: its predicate or, where that has no values, its namespace."""
        return self.namespace if self.value is None else f"{self.namespace}:{self.predicate}"

    @property
    def rating(self) -> str:
        """Give which value of its scale it is."""
        return self.predicate if self.value is None else self.value


def parse(text: str) -> Term | None:
    """Take a machine tag apart; None where it is none."""
    namespace, _, rest = text.partition(":")
    predicate, mark, value = rest[:-1].rpartition('="') if rest.endswith('"') else ("", "", "")
    if text.startswith(FREE_WORD) and mark:
        # A free word may hold whatever else would end a value.
        predicate, value = WORD, text[len(FREE_WORD) : -1]
    term = Term(namespace, predicate, value) if mark else Term(namespace, rest)
    return term if term.namespace.strip() and term.predicate.strip() and len(text) <= MAX_TERM_CHARS else None


def scale_of(text: str) -> str:
    """Give what a machine tag is a value of."""
    term = parse(text)
    return text if term is None else term.scale
