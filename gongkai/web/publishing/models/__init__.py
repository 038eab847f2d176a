"""Items, their versions and wordings, the reviews and the publication that they allowed. The gate is in the schema (``triggers``)."""

from gongkai.web.publishing.models.attachments import Attachment
from gongkai.web.publishing.models.classes import ItemClass, LocalClass, Placement
from gongkai.web.publishing.models.columns import ColumnAddress, SiteColumn
from gongkai.web.publishing.models.evidence import Publication, Review
from gongkai.web.publishing.models.items import IndexCounter, Item
from gongkai.web.publishing.models.relations import Relation
from gongkai.web.publishing.models.stamps import PublicStamp
from gongkai.web.publishing.models.versions import Version, Wording

__all__ = [
    "Attachment",
    "ColumnAddress",
    "IndexCounter",
    "Item",
    "ItemClass",
    "LocalClass",
    "Placement",
    "PublicStamp",
    "Publication",
    "Relation",
    "Review",
    "SiteColumn",
    "Version",
    "Wording",
]
