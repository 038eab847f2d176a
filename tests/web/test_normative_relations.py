"""Relations among items: what later documents do to earlier ones, and what the public sees of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from gongkai.organs.roles import Role
from gongkai.publishing.validity import Validity
from gongkai.web.publishing import services
from gongkai.web.publishing.links import relatable, relations_shown
from gongkai.web.publishing.models import Item, Relation
from gongkai.web.publishing.relating import relate, unrelate
from gongkai.web.publishing.signals import changed
from tests.web.publishing_walks import cleared, drafted, published, reviewed, submitted, who

KIND = Relation.Kind
PAST = datetime(2024, 3, 1, 2, tzinfo=UTC)
LATER = datetime(2025, 3, 3, 2, tzinfo=UTC)


def old_document(county, **fields):
    given = {"title": "旧的补贴办法", "document_number": "青农发〔2020〕1号", "signed_on": date(2020, 1, 6)}
    return published(county, at=PAST, **(given | fields))


def officer(county):
    return who(county, Role.FOI_OFFICER)


def test_a_later_document_repeals_an_earlier_one_from_its_own_day_when_it_is_published(county):
    old = old_document(county)
    version = drafted(county, at=LATER, title="新的补贴办法", signed_on=date(2025, 3, 1), effective_on=date(2025, 5, 1))
    relate(version.item, KIND.REPEALS, by=officer(county), target=old, at=LATER)
    old.refresh_from_db()
    assert old.repealed_on is None
    services.submit(version, by=who(county, Role.INFO_OFFICER), at=LATER)
    services.publish(reviewed(county, version, at=LATER), by=officer(county), at=LATER)
    old.refresh_from_db()
    assert old.repealed_on == date(2025, 5, 1)
    assert old.repealed_by == "新的补贴办法（青农发〔2024〕12号）"
    assert old.validity_on(date(2025, 4, 30)) is Validity.IN_FORCE
    assert old.validity_on(date(2025, 5, 1)) is Validity.REPEALED
    new = Item.objects.get(pk=version.item_id)
    assert [(group.title, group.links[0].title) for group in relations_shown(old)] == [
        ("已由以下文件废止", "新的补贴办法")
    ]
    assert [(group.title, group.links[0].title) for group in relations_shown(new)] == [("废止的文件", "旧的补贴办法")]


def test_nothing_of_an_unpublished_or_withdrawn_item_is_shown(county):
    old = old_document(county)
    draft = drafted(county, genre="interpretations", title="解读", details={"form": "text"}).item
    relate(draft, KIND.INTERPRETS, by=officer(county), target=old)
    assert relations_shown(old) == []
    repealing = published(county, title="关于废止旧办法的决定")
    relate(repealing, KIND.REPEALS, by=officer(county), target=old)
    old.refresh_from_db()
    assert "关于废止旧办法的决定" in old.repealed_by
    services.withdraw(repealing, by=officer(county), reason="正文有误")
    old.refresh_from_db()
    assert relations_shown(old) == []
    assert "决定" not in old.repealed_by
    assert old.repealed_on is not None


def test_both_pages_are_told_to_change_when_a_relation_becomes_public_or_goes(county):
    old = old_document(county)
    told: list[tuple[int, str]] = []

    def hear(sender, item, move, **kwargs):
        told.append((item.pk, move))

    changed.connect(hear)
    try:
        draft = drafted(county, genre="interpretations", title="解读", details={"form": "text"})
        relate(draft.item, KIND.INTERPRETS, by=officer(county), target=old)
        assert told == []
        services.submit(draft, by=who(county, Role.INFO_OFFICER))
        services.publish(reviewed(county, draft), by=officer(county))
        assert (old.pk, "relate") in told
        told.clear()
        services.withdraw(Item.objects.get(pk=draft.item_id), by=officer(county), reason="有误")
        assert (old.pk, "relate") in told
    finally:
        changed.disconnect(hear)


def test_taking_back_a_wrong_relation_takes_back_its_mark_and_leaves_one_entered_by_hand(county):
    old, other = old_document(county), old_document(county, title="另一份", document_number="青农发〔2020〕2号")
    repealing = published(county, title="决定")
    made = relate(repealing, KIND.REPEALS, by=officer(county), target=old, on=date(2025, 1, 1))
    unrelate(made, by=officer(county), reason="选错了文件")
    old.refresh_from_db()
    assert (old.repealed_on, old.repealed_by) == (None, "")
    services.repeal(other, by=officer(county), on=date(2024, 9, 1), ground="青政发〔2024〕3号")
    made = relate(repealing, KIND.REPEALS, by=officer(county), target=other, on=date(2025, 1, 1))
    unrelate(made, by=officer(county), reason="选错了文件")
    other.refresh_from_db()
    assert (other.repealed_on, other.repealed_by) == (date(2024, 9, 1), "青政发〔2024〕3号")


def test_a_partial_repeal_leaves_the_document_in_force_and_names_the_articles(county):
    old, repealing = old_document(county), published(county, title="决定")
    with pytest.raises(ValidationError, match="哪些条款"):
        relate(repealing, KIND.REPEALS, by=officer(county), target=old, partly=True)
    made = relate(
        repealing, KIND.REPEALS, by=officer(county), target=old, partly=True, note="第三条", on=date(2025, 1, 1)
    )
    old.refresh_from_db()
    assert old.validity_on(date(2025, 2, 1)) is Validity.AMENDED
    assert "第三条" in old.amended_by
    unrelate(made, by=officer(county), reason="选错了文件")
    old.refresh_from_db()
    assert old.amended_on is None


def test_a_new_term_set_by_a_decision_outlives_a_new_version_of_the_document(county):
    old = old_document(county, expires_on=date(2024, 12, 31))
    decision = published(county, title="关于继续执行的决定")
    relate(decision, KIND.SETS_TERM, by=officer(county), target=old, until=date(2029, 12, 31))
    old.refresh_from_db()
    assert old.expires_on == date(2029, 12, 31)
    version = services.new_version(old, by=who(county, Role.INFO_OFFICER), summary="补充概述")
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    services.publish(reviewed(county, version), by=officer(county))
    old.refresh_from_db()
    assert old.expires_on == date(2029, 12, 31)


def test_relations_that_cannot_be_are_refused_in_plain_words(county):
    old, decision = old_document(county), published(county, title="决定")
    theirs = published(county, county.other, title="教育局的办法", document_number="青教发〔2024〕1号")
    news = published(county, title="动态", genre="work_reports", document_number="")
    hidden = drafted(county, county.other, title="没有公开的").item
    for target, kind, told in (
        (old, "cancels", "没有这种关系"),
        (old.__class__.objects.get(pk=decision.pk), KIND.REPEALS, "和自己"),
        (theirs, KIND.REPEALS, "要由它自己或者它的上级机关"),
        (news, KIND.REPEALS, "要选一份已经公开过的文件"),
        (hidden, KIND.RELATED, "没有公开"),
        (None, KIND.RELATED, "请选择一件信息"),
    ):
        with pytest.raises(ValidationError) as refused:
            relate(decision, kind, by=officer(county), target=target)
        assert told in str(refused.value)
    with pytest.raises(ValidationError, match="只有文件"):
        relate(news, KIND.REPEALS, by=officer(county), target=old)
    relate(decision, KIND.RELATED, by=officer(county), target=old)
    with pytest.raises(ValidationError, match="已经登记过"):
        relate(decision, KIND.RELATED, by=officer(county), target=old)


def test_what_a_document_does_to_others_is_reviewed_with_it(county):
    old = old_document(county)
    waiting = submitted(county, title="新的办法")
    with pytest.raises(ValidationError, match="随文稿一起审查"):
        relate(waiting.item, KIND.REPEALS, by=officer(county), target=old)
    ready = cleared(county, title="解读", genre="interpretations", details={"form": "text"})
    relate(ready.item, KIND.INTERPRETS, by=officer(county), target=old)
    assert not relations_shown(old)


def test_an_item_is_found_by_number_in_any_brackets_or_by_words(county):
    old = old_document(county)
    hidden = drafted(county, county.other, title="旧的补贴草稿", document_number="青教发〔2020〕1号").item
    for words in ("青农发[2020]001号", old.index_number, "补贴 办法"):
        assert list(relatable(county.bureau, words)) == [old]
    assert hidden not in relatable(county.bureau, "旧的补贴")
    assert list(relatable(county.bureau, "   ")) == []
