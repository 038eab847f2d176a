"""Wrong look-ups, kept for as long as they slow down guessing. Neither number nor address is kept in clear."""

from __future__ import annotations

from django.db import models


class LookUpFailure(models.Model):
    """One look-up with a number and a code that do not belong together. ``number_key`` and ``address_key`` are blind."""

    number_key = models.CharField(max_length=64)
    address_key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "查询失败"
        indexes = (
            models.Index(fields=("number_key", "at"), name="lookup_failure_number"),
            models.Index(fields=("address_key", "at"), name="lookup_failure_address"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
