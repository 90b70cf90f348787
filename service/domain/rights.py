"""Who may do what: one table of every operation, by the name of its view and in the contract."""

from dataclasses import dataclass
from typing import Final

from service.domain.vocabulary import Scope


@dataclass(frozen=True)
class Right:
    """What a token must have for an operation; what this table does not know takes the most.

    Where rows are their reviewers' own, `scope` is for one's own row and `others` for somebody else's: None, nobody.
    """

    scope: Scope = Scope.ADMIN
    others: Scope | None = None
    is_owned: bool = False

    def lets(self, scope: Scope | None, *, is_own: bool) -> bool:
        """Tell whether a token of this scope may do it to a row that is its reviewer's own, or somebody else's."""
        needed = self.scope if is_own or not self.is_owned else self.others
        return scope is not None and needed is not None and scope.includes(needed)


@dataclass(frozen=True)
class Public(Right):
    """An operation that anybody may do, with no token."""


ANYBODY: Final = Public(Scope.READ)
"""Without a token even where reading needs one: what tells how to get in, and whether there is anything."""

READS: Final = Right(Scope.READ)
"""Without a token, unless the operator says that reading needs one."""

REVIEWS: Final = Right(Scope.REVIEW)
EDITS: Final = Right(Scope.EDIT)
ADMINISTERS: Final = Right(Scope.ADMIN)

RIGHTS: Final[dict[str, Right]] = {
    **{
        f"{verb}_{kind}": right
        for kind in ("article", "source", "claim")
        for verb, right in {"create": EDITS, "change": EDITS, "delete": EDITS, "show": READS}.items()
    },
    **{f"list_{several}": READS for several in ("articles", "sources", "claims", "evidence", "tags")},
    **{f"erase_{kind}": ADMINISTERS for kind in ("article", "source", "claim", "evidence", "tag")},
    "merge_source": EDITS,
    "load_rows": EDITS,
    "put_override": EDITS,
    "delete_override": EDITS,
    "show_evidence": READS,
    "create_evidence": REVIEWS,
    "accept_evidence": EDITS,
    # One's own is what one proposed and nobody accepted yet.
    "delete_evidence": Right(Scope.REVIEW, others=Scope.EDIT, is_owned=True),
    "show_tag": READS,
    "create_tag": REVIEWS,
    "delete_tag": Right(Scope.REVIEW, is_owned=True),
    "blind_taxonomy": ADMINISTERS,
    "open_taxonomy": ADMINISTERS,
    **dict.fromkeys(
        (
            "show_corroboration", "show_story", "list_dependents", "report_article", "report_publisher",
            "report_claims", "label_article", "show_agreement", "list_queue", "list_reviewers", "list_taxonomies",
            "show_taxonomy", "show_vocabulary", "show_contract", "show_metrics", "list_changes",
        ),
        READS,
    ),
    **dict.fromkeys(("live", "ready", "list_problems", "show_docs", "show_asset"), ANYBODY),
    # Pages.
    **dict.fromkeys(
        (
            "view_front", "view_guide", "view_articles", "view_article", "view_claims", "view_claim", "view_story",
            "view_sources", "view_source", "view_agreement", "view_queue", "view_scales",
        ),
        READS,
    ),
    **dict.fromkeys(("show_session", "sign_in", "sign_out", "send_asset"), ANYBODY),
    "judge": Right(Scope.REVIEW, is_owned=True),
}  # fmt: skip

BLIND_QUEUE: Final = Right(Scope.READ, others=Scope.ADMIN, is_owned=True)
BLIND_AGREEMENT: Final = ADMINISTERS
WHILE_BLIND: Final[dict[str, Right]] = {
    "list_queue": BLIND_QUEUE, "view_queue": BLIND_QUEUE,
    "show_agreement": BLIND_AGREEMENT, "view_agreement": BLIND_AGREEMENT,
}  # fmt: skip
"""What is told of a scale whose taxonomy is judged blind."""


def right_of(name: str) -> Right:
    """Give who may do an operation."""
    return RIGHTS.get(name, ADMINISTERS)
