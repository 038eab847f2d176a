"""Reviews and publications: rows that are added and never changed. A publication cannot be without the review that cleared it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.publishing.moves import CONCLUSIONS, STAGE_TITLES
from gongkai.web.publishing.models.versions import Version, Wording


class Review(models.Model):
    """One reviewer's conclusion on one sealed wording, with opinion and basis (一事一审)."""

    wording = models.ForeignKey(Wording, verbose_name="文稿", on_delete=models.PROTECT, related_name="reviews")
    stage = models.CharField("环节", max_length=10, choices=list(STAGE_TITLES.items()))
    conclusion = models.CharField("结论", max_length=10, choices=list(CONCLUSIONS.items()))
    opinion = models.CharField("意见", max_length=1000)
    basis = models.CharField("依据", max_length=500)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审查人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "审查"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(opinion="") & ~Q(basis=""), name="review_has_opinion_and_basis"),
            models.CheckConstraint(
                condition=Q(conclusion="returned")
                | Q(stage__in=("section", "secrecy", "legal"), conclusion="passed")
                | Q(stage="office", conclusion__in=("cleared", "withheld")),
                name="review_conclusion_fits_stage",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_stage_display()}：{self.get_conclusion_display()}"


class Publication(models.Model):
    """The release of a version to the public, by the review that cleared it. ``published_at`` is set by the system."""

    review = models.OneToOneField(Review, verbose_name="审定", on_delete=models.PROTECT, related_name="publication")
    version = models.OneToOneField(Version, verbose_name="版本", on_delete=models.PROTECT, related_name="publication")
    conclusion = models.CharField("审定结论", max_length=10)
    published_at = models.DateTimeField("公开时间")

    class Meta:
        verbose_name = verbose_name_plural = "发布"
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=Q(conclusion="cleared"), name="publication_of_cleared_only"),)
        indexes = (models.Index(fields=("published_at",), name="publication_by_day"),)

    def __str__(self) -> str:
        return f"{self.version}"

    @property
    def wording(self) -> Wording:
        """What the public reads: the very wording that was reviewed."""
        return self.review.wording
