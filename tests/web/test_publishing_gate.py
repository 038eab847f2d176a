"""What is public was reviewed as it stands: the services keep to it, and the database refuses to be cheated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from publishing_walks import GIVEN, cleared, drafted, published, reviewed, submitted, who

from gongkai.casework import NotAllowed
from gongkai.organs.roles import Role
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Item, Publication, Review, Version, Wording
from gongkai.web.publishing.triggers import standing


def refused(statement, *params, sentence=None):
    with pytest.raises(DatabaseError, match=sentence), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        # 外键在提交时才查，这里提前查
        connection.check_constraints()


def release(version, review, conclusion="cleared", published_at=None):
    with transaction.atomic():
        return Publication.objects.create(
            version=version, review=review, conclusion=conclusion, published_at=published_at or timezone.now()
        )


def test_an_item_becomes_public_after_three_reviews_by_others_than_its_author(county):
    item = published(county)
    reviews = Review.objects.filter(wording__version__item=item)
    assert [(each.stage, each.conclusion) for each in reviews] == [
        ("section", "passed"),
        ("secrecy", "passed"),
        ("office", "cleared"),
    ]
    assert item.is_public and item.current.review == reviews.last()
    assert item.current.wording.author not in [each.reviewer for each in reviews]
    assert standing(connection)


def test_nothing_is_published_without_a_review(county):
    version = submitted(county)
    with pytest.raises(NotAllowed, match="等待科室审核"):
        services.publish(version, by=who(county, Role.FOI_OFFICER))
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.create(version=version, review_id=None, conclusion="cleared", published_at=timezone.now())
    with pytest.raises(DatabaseError, match="没有通过审查的版本不能公开"):
        Publication.objects.create(version=version, review_id=999, conclusion="cleared", published_at=timezone.now())


def test_a_refused_review_publishes_nothing(county):
    version = reviewed(county, submitted(county), upto="office_review")
    returned = services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="returned", **GIVEN)
    with pytest.raises(DatabaseError, match="没有通过审查"):
        release(version, returned)
    with pytest.raises(DatabaseError):
        release(version, returned, conclusion="returned")


def test_only_the_last_review_of_the_office_publishes(county):
    version = reviewed(county, submitted(county), upto="office_review")
    secrecy = Review.objects.get(wording__version=version, stage="secrecy")
    with pytest.raises(DatabaseError, match="没有通过审查"):
        release(version, secrecy)
    cleared_by = services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="cleared", **GIVEN)
    services.review(version, by=who(county, Role.LEADING_GROUP), conclusion="returned", **GIVEN)
    with pytest.raises(DatabaseError, match="没有通过审查"):
        release(version, cleared_by)


def test_the_review_of_one_version_does_not_publish_another(county):
    good, other = cleared(county), submitted(county, title="青石县农业农村局关于另一件事的通知")
    with pytest.raises(DatabaseError, match="没有通过审查"):
        release(other, Review.objects.filter(wording__version=good).last())


def test_a_later_wording_needs_reviews_of_its_own(county):
    version = cleared(county)
    old = Review.objects.filter(wording__version=version).last()
    services.review(version, by=who(county, Role.FOI_OFFICER), conclusion="returned", **GIVEN)
    services.edit_draft(version, by=who(county, Role.INFO_OFFICER), title="改过的标题")
    with pytest.raises(DatabaseError, match="没有通过审查"):
        release(version, old)


def test_a_review_inserted_past_the_service_still_needs_section_and_secrecy(county):
    version = submitted(county)
    forged = Review.objects.create(
        wording=version.wording,
        stage="office",
        conclusion="cleared",
        opinion="同意",
        basis="无",
        reviewer=county.person(Role.FOI_OFFICER),
        at=timezone.now(),
    )
    with pytest.raises(DatabaseError, match="没有通过审查"):
        release(version, forged)


def test_nobody_can_enter_a_review_of_his_own_wording_or_of_a_draft(county):
    version = drafted(county)
    row = {"stage": "section", "conclusion": "passed", "opinion": "同意", "basis": "条例", "at": timezone.now()}
    with pytest.raises(DatabaseError, match="已经送审"), transaction.atomic():
        Review.objects.create(wording=version.wording, reviewer=county.person(Role.SECTION_HEAD), **row)
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    with pytest.raises(DatabaseError, match="不能是起草人"), transaction.atomic():
        Review.objects.create(wording=version.wording, reviewer=county.person(Role.INFO_OFFICER), **row)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.create(
            wording=version.wording, reviewer=county.person(Role.SECTION_HEAD), **(row | {"basis": ""})
        )


def test_evidence_can_be_neither_changed_nor_deleted(county):
    item = published(county)
    review = item.current.review
    with pytest.raises(ProtectedError):
        review.delete()
    with pytest.raises(ProtectedError):
        item.current.wording.delete()
    refused("DELETE FROM publishing_review WHERE id = %s", review.pk, sentence="审查记录只能追加")
    refused("UPDATE publishing_review SET opinion = 'x' WHERE id = %s", review.pk, sentence="审查记录只能追加")
    refused("DELETE FROM publishing_publication", sentence="发布记录只能追加")
    refused("UPDATE publishing_publication SET published_at = '2020-01-01'", sentence="发布记录只能追加")
    refused("DELETE FROM publishing_version WHERE id = %s", item.current.version_id)


def test_a_wording_that_was_laid_before_reviewers_stays_as_it_was(county):
    item = published(county)
    wording = item.current.wording
    refused("UPDATE publishing_wording SET body_html = '<p>改</p>' WHERE id = %s", wording.pk, sentence="不能修改")
    refused("UPDATE publishing_wording SET sealed_at = NULL WHERE id = %s", wording.pk, sentence="不能修改")
    refused("DELETE FROM publishing_wording WHERE id = %s", wording.pk)
    wording.body_html = "<p>改</p>"
    with pytest.raises(DatabaseError, match="不能修改"), transaction.atomic():
        wording.save()


def test_an_item_shows_nothing_but_its_own_published_wording(county):
    item, other = published(county), published(county, title="另一份公开的通知", document_number="")
    draft = drafted(county, title="没有公开的草稿", document_number="").item
    refused("UPDATE publishing_item SET title = '改' WHERE id = %s", item.pk, sentence="通过审查的那一稿")
    refused("UPDATE publishing_item SET current_id = %s WHERE id = %s", other.current_id, item.pk)
    refused("UPDATE publishing_item SET state = 'published' WHERE id = %s", draft.pk)
    refused(
        "UPDATE publishing_item SET state = 'published', index_number = 'x/2024-00001', published_at = %s, revised_at = %s, "
        "current_id = %s WHERE id = %s",
        other.revised_at, other.revised_at, other.current_id, draft.pk, sentence="通过审查的那一稿",
    )  # fmt: skip


def test_nobody_sets_back_the_day_of_publication_or_changes_an_index_number(county):
    item = published(county)
    earlier = timezone.now() - timedelta(days=400)
    refused("UPDATE publishing_item SET published_at = %s WHERE id = %s", earlier, item.pk, sentence="由系统记录")
    refused("UPDATE publishing_item SET revised_at = %s WHERE id = %s", earlier, item.pk)
    refused("UPDATE publishing_item SET index_number = 'x/2024-00009' WHERE id = %s", item.pk, sentence="由系统记录")
    version = cleared(county, title="另一份")
    with pytest.raises(DatabaseError, match="没有通过审查"):
        release(version, Review.objects.filter(wording__version=version).last(), published_at=earlier)


def test_what_was_withdrawn_is_not_public_again_without_a_new_version(county):
    item = services.withdraw(published(county), by=who(county, Role.FOI_OFFICER), reason="附件有差错")
    refused(
        "UPDATE publishing_item SET state = 'published' WHERE id = %s", item.pk, sentence="已经撤下的版本不能恢复公开"
    )
    refused("UPDATE publishing_item SET withdrawn_why = '' WHERE id = %s", item.pk)


def test_rows_and_their_counts_agree_after_everything(county):
    published(county)
    assert (Item.objects.count(), Version.objects.count(), Wording.objects.count()) == (1, 1, 1)
