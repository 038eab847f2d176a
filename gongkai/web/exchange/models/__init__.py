"""Batches of imported items with a row for each line; packages handed over, and what came back about them."""

from gongkai.web.exchange.models.batches import ImportBatch, ImportLine
from gongkai.web.exchange.models.packages import HandOver, HandOverLine

__all__ = ["HandOver", "HandOverLine", "ImportBatch", "ImportLine"]
