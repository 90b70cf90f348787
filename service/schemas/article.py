"""The JSON of an article as a resource."""

from service.schemas.address import Address
from service.schemas.inline import InlineArticle


class ArticleShape(InlineArticle):
    """An article: a published piece of news."""

    url = Address(required=True)

    class Meta:
        """The order of the keys."""

        fields: tuple[str, ...] = (
            "id", "rev", "url", "title", "publisher", "published_at", "language", "authors", "text", "text_sha256",
            "retrieved_at", "archived_url", "copy_of", "fictional", "created_at", "updated_at",
        )  # fmt: skip
