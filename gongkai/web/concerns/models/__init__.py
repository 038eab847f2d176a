"""What is kept of public concerns and of meetings with the public."""

from gongkai.web.concerns.models.concern import Concern, packed_ways
from gongkai.web.concerns.models.meeting import AskedQuestion, PublicMeeting
from gongkai.web.concerns.models.writings import Draft, Response

__all__ = ["AskedQuestion", "Concern", "Draft", "PublicMeeting", "Response", "packed_ways"]
