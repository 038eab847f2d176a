"""Search says what the items say: what is published is found, what is not or no more public never is. The same on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gongkai.organs.roles import Role
from gongkai.web.files.models import StoredFile
from gongkai.web.log.actors import SYSTEM
from gongkai.web.organs.services.reorganisation import rename_organ
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Attachment, Item, Placement
from gongkai.web.publishing.signals import changed
from gongkai.web.search import codes, indexing
from gongkai.web.search.backend import backend
from gongkai.web.search.engines import engine_of
from gongkai.web.search.health import problems
from gongkai.web.search.models import Document, Words
from gongkai.web.search.services import add_synonyms, end_synonyms, search
from tests.web.publishing_walks import column_of, drafted, published, reviewed, submitted, who

DAY = date(2026, 1, 1)


def titles(typed, **how):
    return [hit.item.title for hit in search(typed, **how).hits]


def test_a_published_item_is_found_by_title_number_and_text(county):
    item = published(county)
    for typed in (
        "秋粮收购", "秋粮", "粮", "青农发〔2024〕12号", "青农发[2024]012号", "青农发（2024）第12号", "青农发【2024】12", "青农发2024年12号",
        "青农发 12号", "第12号", "乡镇 通知", item.index_number, item.index_number.replace("-", "—"), "事项通知", "農業農村局", "秋糧",
        '"秋粮收购工作"', "如何做好秋粮收购？",
    ):  # fmt: skip
        assert titles(typed) == [item.title], typed
    for typed in ("玉米", '"收购秋粮"', "秋粮 -收购", "青农发〔2023〕12号", "青农发〔2024〕13号"):
        assert titles(typed) == [], typed


def test_nothing_is_found_before_it_is_public(county):
    draft = drafted(county, title="关于玉米价格的通知", document_number="")
    waiting = submitted(county, title="关于大豆价格的通知", document_number="")
    passed = reviewed(county, submitted(county, title="关于花生价格的通知", document_number=""))
    assert titles("价格") == [] and Document.objects.count() == 0
    services.publish(passed, by=who(county, Role.FOI_OFFICER))
    assert titles("价格") == ["关于花生价格的通知"]
    assert {draft.state, waiting.state} != {"published"}


def test_a_new_version_replaces_the_words_of_the_old_one(county):
    item = published(county, body_html="<p>收购价格每斤一元二角。</p>")
    version = services.new_version(item, by=who(county, Role.INFO_OFFICER), body_html="<p>收购价格另行公布。</p>")
    assert titles("一元二角") == [item.title]
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    services.publish(reviewed(county, version), by=who(county, Role.FOI_OFFICER))
    assert titles("一元二角") == [] and titles("另行公布") == [item.title]
    assert Document.objects.count() == 1


def test_a_withdrawn_item_is_gone_at_once_and_back_with_a_new_version(county):
    item = published(county)
    services.withdraw(item, by=who(county, Role.FOI_OFFICER), reason="内容有误")
    assert titles("秋粮") == titles("") == [] and not Words.objects.exists()
    assert backend().suggest("秋粮") == []
    version = services.new_version(item, by=who(county, Role.INFO_OFFICER), title="关于秋粮收购的通知（更正）")
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    assert titles("秋粮") == []
    services.publish(reviewed(county, version), by=who(county, Role.FOI_OFFICER))
    assert titles("秋粮") == ["关于秋粮收购的通知（更正）"]


def test_what_is_rolled_back_was_never_found(county):
    passed = reviewed(county, submitted(county))
    with pytest.raises(RuntimeError), transaction.atomic():
        services.publish(passed, by=who(county, Role.FOI_OFFICER))
        assert titles("秋粮")
        raise RuntimeError
    assert titles("秋粮") == [] and problems() == []


def test_even_a_row_left_in_the_index_shows_nothing_that_is_not_public(county):
    item = published(county)
    Item.objects.filter(pk=item.pk).update(state="withdrawn", withdrawn_at=timezone.now(), withdrawn_why="测试")
    assert titles("秋粮") == [] and backend().suggest("秋粮") == []
    assert any("撤下" in each for each in problems())


def test_renaming_an_organ_changes_by_which_name_its_items_are_found(county):
    item = published(county, title="关于秋粮的通知", document_number="", body_html="<p>通知如下。</p>")
    assert titles("青石县农业农村局") == [item.title] and titles("县农业局") == []
    on = timezone.localdate()
    rename_organ(
        county.bureau, by=SYSTEM, on=on, basis="青编发〔2026〕1号", name="青石县农业和水利局", short_name="县农水局"
    )
    for name in ("青石县农业和水利局", "县农水局", "青石县农业农村局"):
        assert titles(name) == [item.title], name
    assert titles("青石县教育局") == []


def test_a_repeal_shows_on_the_day_it_holds_and_an_expiry_without_indexing_again(county):
    published(county, title="关于秋粮的办法", effective_on=date(2024, 10, 1), expires_on=date(2026, 12, 31))
    counted = {day: search("秋粮", day=day).facets["validity"][0].key for day in (date(2026, 12, 31), date(2027, 1, 1))}
    assert counted == {date(2026, 12, 31): "in_force", date(2027, 1, 1): "expired"}
    assert search("秋粮", validity="in_force", day=date(2026, 12, 31)).total == 1
    assert search("秋粮", validity="in_force", day=date(2027, 1, 1)).total == 0
    assert search("秋粮", validity="expired", day=date(2027, 1, 1)).total == 1
    services.repeal(
        Item.objects.get(), by=who(county, Role.FOI_OFFICER), on=date(2026, 6, 1), ground="青政发〔2026〕9号"
    )
    assert search("", validity="repealed", day=date(2026, 6, 1)).total == 1
    assert search("", validity="repealed", day=date(2026, 5, 31)).total == 0


def test_every_value_of_a_facet_is_counted_and_filters_to_as_many(county):
    published(county, title="秋粮甲", document_number="", theme="0102")
    published(county, title="秋粮乙", document_number="", genre="announcements", signed_on=date(2023, 1, 1))
    published(
        county, county.other, title="秋粮丙", document_number="", effective_on=timezone.localdate() + timedelta(9)
    )
    services.repeal(
        Item.objects.get(title="秋粮甲"), by=who(county, Role.FOI_OFFICER), on=date(2025, 1, 1), ground="废止"
    )
    found = search("秋粮")
    counted = {kind: {each.key: each.count for each in values} for kind, values in found.facets.items()}
    assert counted["organ"] == {str(county.bureau.pk): 2, str(county.other.pk): 1}
    assert counted["genre"] == {"normative_documents": 2, "announcements": 1}
    assert counted["year"] == {"2024": 2, "2023": 1}
    assert counted["theme"] == {"0102": 1, "01": 1} and counted["column"] == {}
    assert counted["validity"] == {"repealed": 1, "not_yet": 1}
    for kind in ("organ", "genre", "year", "theme", "validity"):
        for key, count in counted[kind].items():
            assert search("秋粮", **{kind: key}).total == count, (kind, key)
    assert [each.count for each in search("秋粮", organ=county.bureau).facets["column"]] == [2]


def test_what_a_code_of_a_facet_says_is_right_even_after_a_rollback(county):
    published(county, title="关于玉米的通知")
    with pytest.raises(RuntimeError), transaction.atomic():
        published(county, genre="announcements", document_number="")
        assert [each.key for each in search("秋粮").facets["genre"]] == ["announcements"]
        raise RuntimeError
    published(county, genre="plans", document_number="")
    assert [each.key for each in search("秋粮").facets["genre"]] == ["plans"]


def test_what_a_code_says_is_asked_of_the_database_once(county, monkeypatch, django_assert_num_queries):
    published(county)
    outside = SimpleNamespace(in_atomic_block=False, settings_dict={"NAME": "here"})
    monkeypatch.setattr(codes, "connection", outside)
    monkeypatch.setattr(codes, "_remembered", {})
    wanted = set(Document.objects.get().facets)
    first = codes.meanings(wanted)
    with django_assert_num_queries(0):
        assert codes.meanings(wanted) == first and len(first) == len(wanted) == 3


def test_putting_the_parts_of_the_index_together_changes_nothing_that_is_found(county):
    for number in range(6):
        published(county, title=f"关于秋粮收购的第{number}个通知", document_number="")
    before = titles("秋粮")
    engine = engine_of(connection)
    engine.tidy(500, whole=True)
    while engine.tidy(500):
        pass
    assert titles("秋粮") == before and len(before) == 6 and problems() == []


def test_a_document_that_quotes_a_number_in_its_title_is_found_by_it(county):
    item = published(county, document_number="", title="关于废止青农发〔2024〕12号文件的决定")
    assert titles("青农发〔2024〕12号") == [item.title] and titles("青农发〔2024〕13号") == []


def test_titles_come_before_numbers_keywords_and_texts_and_what_binds_before_what_does_not(county):
    plain = {"document_number": "", "genre": "other_documents"}
    published(county, **plain, title="关于会议的通知", body_html="<p>讨论节水灌溉。</p>")
    published(county, **plain, title="关于培训的通知", keywords="节水灌溉")
    published(county, **plain, title="节水灌溉旧办法")
    services.repeal(
        Item.objects.get(title="节水灌溉旧办法"), by=who(county, Role.FOI_OFFICER), on=date(2025, 1, 1), ground="废止"
    )
    published(county, **plain, title="节水灌溉办法")
    published(county, **plain, title="关于灌溉节水的报告", body_html="<p>节水灌溉。</p>")
    assert titles("节水灌溉") == [
        "节水灌溉办法",
        "节水灌溉旧办法",
        "关于灌溉节水的报告",
        "关于培训的通知",
        "关于会议的通知",
    ]
    assert titles("节水灌溉", by_date=True)[0] == "关于灌溉节水的报告"
    assert titles('"节水灌溉"') == [
        "节水灌溉办法",
        "节水灌溉旧办法",
        "关于培训的通知",
        "关于灌溉节水的报告",
        "关于会议的通知",
    ]


def test_synonyms_of_the_file_and_of_the_office_find_each_other_on_their_days(county):
    item = published(county, title="关于提高最低生活保障标准的通知", document_number="")
    assert titles("低保标准") == [item.title]
    officer = who(county, Role.FOI_OFFICER)
    assert titles("兜底补助") == []
    made = add_synonyms(county.bureau, by=officer, terms="兜底补助，最低生活保障", since=DAY)
    assert titles("兜底补助", day=DAY) == [item.title] and titles("兜底补助", day=DAY - timedelta(days=1)) == []
    end_synonyms(made, by=officer, until=DAY)
    assert titles("兜底补助", day=DAY + timedelta(days=1)) == []


def test_the_words_of_an_attachment_are_found_when_they_have_been_read(county):
    version = drafted(county)
    person = county.person(Role.INFO_OFFICER)
    file = StoredFile.objects.create(
        organ=county.bureau,
        name="收购点.xlsx",
        kind="xlsx",
        media_type="application/octet-stream",
        size=1,
        sha256="0" * 64,
        place="x",
        uploaded_by=person,
    )
    Attachment.objects.create(wording=version.wording, file=file, title="收购点名单")
    services.submit(version, by=who(county, Role.INFO_OFFICER))
    with transaction.atomic():
        services.publish(reviewed(county, version), by=who(county, Role.FOI_OFFICER))
    assert titles("收购点名单") and titles("柳河粮站") == []
    StoredFile.objects.filter(pk=file.pk).update(text="", text_state="pending")
    assert indexing.index_items([version.item_id]) == 1 and indexing.catch_up(timezone.now()) == 0
    StoredFile.objects.filter(pk=file.pk).update(text="柳河粮站", text_state="done")
    assert indexing.catch_up(timezone.now()) == 1 and titles("柳河粮站")
    file.text, file.text_state = "石桥粮库", "done"
    file.save()
    assert titles("石桥粮库") and titles("柳河粮站") == []


def test_an_item_moved_to_another_column_is_found_there(county):
    item = published(county)
    other = column_of(county, code="notices", title="通知公告")
    Placement.objects.create(item=item, column=other)
    changed.send(Item, item=item, move="place", at=timezone.now())
    assert titles("", organ=county.bureau, column=other) == [item.title]
    Placement.objects.all().delete()
    changed.send(Item, item=item, move="place", at=timezone.now())
    assert titles("", organ=county.bureau, column=other) == []


def test_a_rebuild_makes_good_what_was_lost_and_takes_out_what_should_not_be_there(county):
    item = published(county)
    Words.objects.all().delete()
    Document.objects.all().delete()
    assert problems() and titles("秋粮") == []
    assert list(backend().rebuild()) == [1] and titles("秋粮") == [item.title] and problems() == []
    assert indexing.begin_rebuild() and not indexing.begin_rebuild()
    assert list(backend().rebuild()) == [1] and list(backend().rebuild()) == []
    assert backend().size()[0] == 1 and backend().size()[1] > 0


REAL = (
    "国务院办公厅关于推进社区嵌入式养老服务设施建设的通知",
    "广东省人民政府关于佛山历史文化名城保护规划（2020—2035年）的批复",
    "上海市人民政府办公厅关于转发市住房城乡建设管理委等部门制定的《老旧小区改造实施意见》的通知",
    "河南省人民政府关于2021年度河南省科学技术奖励的决定",
    "云南省人民政府关于王建国等同志任职的通知",
    "四川省人民政府办公厅关于印发四川省“十四五”医疗保障规划的通知",
    "海南省人民政府关于COVID-19疫情防控补助500万元的公告",
)
QUESTIONS = {
    "养老服务": {0}, "人民政府": {1, 2, 3, 4, 5, 6}, "名城保护 批复": {1}, "老旧小区": {2}, "小区改造": {2}, "2021年度": {3}, "王建国": {4},
    "任职": {4}, "十四五": {5}, "医保": {5}, "covid": {6}, "COVID-19": {6}, "500万元": {6}, "人": {1, 2, 3, 4, 5, 6}, '"推进社区"': {0},
    '"社区推进"': set(), "通知 -四川": {0, 2, 4}, "2035年": {1}, "火星": set(), "《老旧小区改造实施意见》": {2}, "办公厅 通知": {0, 2, 5}, "-通知": {1, 3, 6},
}  # fmt: skip


def test_real_questions_find_the_same_on_every_database(county):
    for title in REAL:
        published(county, title=title, document_number="", body_html="<p>内容另附。</p>")
    found = {typed: {REAL.index(title) for title in titles(typed)} for typed in QUESTIONS}
    assert found == QUESTIONS
    assert {backend().search(typed).total for typed in QUESTIONS if QUESTIONS[typed] == set()} == {0}
    assert connection.vendor in ("sqlite", "postgresql")


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "''",
        "a' OR 1=1 --",
        "NEAR(a b)",
        "title:秋粮",
        "{title}:x",
        "a*",
        "^a",
        "(((",
        "\\",
        "a:b & !c | <->",
        "--",
        "- -",
        '-"秋',
        "=o1",
        "％＿",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "〔〕号",
        "第号",
        "２０２４",
        "\u200b",
        "x" * 5000,
        "的的的",
        "c++ c#",
        ".",
        "3.5亿元 50%",
    ],
)
def test_no_syntax_breaks_a_search(county, typed):
    published(county)
    assert search(typed).total in (0, 1)


def test_anything_at_random_is_answered(county):
    import random

    published(county)
    chance = random.Random(7)
    letters = "秋粮收购的号第〔2024〕12-—\"“”'()*:&|!<>\\^~{}[]=+%_ \t\u3000aZ農，。/,;\x01"
    for _ in range(60):
        search("".join(chance.choices(letters, k=chance.randrange(1, 30))), page=chance.randrange(-2, 60))
