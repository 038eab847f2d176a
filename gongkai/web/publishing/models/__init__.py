"""Items, their versions and wordings, the reviews and the publication that they allowed. The gate is in the schema (``triggers``)."""

from gongkai.web.publishing.models.columns import SiteColumn
from gongkai.web.publishing.models.evidence import Publication, Review
from gongkai.web.publishing.models.items import IndexCounter, Item
from gongkai.web.publishing.models.versions import Version, Wording

__all__ = ["IndexCounter", "Item", "Publication", "Review", "SiteColumn", "Version", "Wording"]
