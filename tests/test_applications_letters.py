"""The letters of applications: every kind can be written and read back, and what a decision says follows from its findings."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gongkai import letters
from gongkai.applications.decision import Decision, Item, numeral, problems
from gongkai.applications.grounds import FILE as RULES
from gongkai.applications.grounds import Ground, read_rules, rules
from gongkai.applications.letters import FILE, document_number, letter_kinds
from gongkai.applications.outcomes import outcomes
from gongkai.applications.remedies import Standing, reconsideration_body, remedy_told
from gongkai.documents.docx import read_docx
from gongkai.documents.pdf import read_pdf
from gongkai.law.loader import DataError
from gongkai.letters.kinds import LetterKind, read_kinds
from gongkai.letters.templates import WrongTemplate, blocks_of, fill

DAY = date(2026, 6, 1)
KINDS = letter_kinds().kinds
BUREAU = Standing("青石县农业农村局", "department", "county", "青石县人民政府")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\u0002|｜]", "", text)


def sample(kind: LetterKind) -> letters.Letter:
    values = kind.examples()
    return letters.Letter(
        kind.title,
        blocks_of(fill(kind.body, values)),
        number="青农公告〔2026〕3号" if kind.series else "",
        organ="青石县农业农村局",
        signed_by="青石县农业农村局",
        dated=DAY,
        to=fill(kind.addressee, values),
    )


def said(made: letters.Letter) -> list[str]:
    """Every text of a letter, one by one."""
    found = [made.title, made.number, made.to, made.signed_by, "2026年6月1日"]
    for block in made.blocks:
        if isinstance(block, letters.Facts):
            found += [part for row in block.rows for cell in row for part in cell.split("\n")]
        else:
            found.append(block.text)  # type: ignore[union-attr]
    return [squeezed(each) for each in found if each]


def spoken(data: bytes, to: str) -> str:
    read = read_docx if to == "docx" else read_pdf
    document = read(data)
    return squeezed("".join(_texts(document)))


def _texts(document: object) -> list[str]:
    found: list[str] = []
    for block in document.blocks:  # type: ignore[attr-defined]
        rows = getattr(block, "rows", None)
        if rows is None:
            found.append(block.text)
        else:
            found += [cell.text for row in rows for cell in row]
    return found


@pytest.mark.parametrize("key", sorted(KINDS))
@pytest.mark.parametrize("to", letters.FORMATS)
def test_every_kind_of_letter_is_written_and_reads_back_the_same(key: str, to: str):
    made = sample(KINDS[key])
    text = spoken(letters.write(made, to), to)
    assert [each for each in said(made) if each not in text] == []
    assert "{" not in text and "}" not in text


def test_every_row_of_table_three_that_is_answered_has_a_letter_and_a_ground():
    answered = {key for key, each in outcomes().items() if each.remedy.key != "none"}
    assert {f"reply.{key}" for key in answered} | {"reply.mixed"} == {key for key in KINDS if key.startswith("reply.")}
    assert {each.outcome.key for each in rules().grounds.values()} == answered
    for move in ("lapse_correction", "lapse_payment", "withdraw"):
        assert letter_kinds().of_move(move)


def found_for(ground: Ground) -> dict[str, str]:
    return {each.key: each.example for each in ground.needs}


@pytest.mark.parametrize("key", sorted(rules().grounds))
def test_a_decision_with_all_findings_may_be_drafted_and_says_each_of_them(key: str):
    ground = rules().grounds[key]
    decision = Decision((Item("验收结论", key, found_for(ground)),))
    move = {"unavailable.still_unclear": "find_still_unclear", "not_processed.excessive": "refuse_excessive"}
    assert problems(decision, DAY, move=move.get(ground.outcome.key, "draft")) == {}
    assert decision.outcome == ground.outcome and decision.kind == f"reply.{ground.outcome.key}"
    told = decision.told()
    for each in ground.needs:
        text = outcomes()[each.example].title if each.choice else each.example
        assert text.rstrip("。") in told


@pytest.mark.parametrize("key", sorted(rules().grounds))
def test_each_finding_that_is_missing_is_named_beside_its_field(key: str):
    ground = rules().grounds[key]
    move = {"unavailable.still_unclear": "find_still_unclear", "not_processed.excessive": "refuse_excessive"}
    for each in ground.needs:
        left = {name: text for name, text in found_for(ground).items() if name != each.key}
        wrong = problems(Decision((Item("结论", key, left),)), DAY, move=move.get(ground.outcome.key, "draft"))
        assert list(wrong) == [f"items.0.{each.key}"] and each.name in wrong[f"items.0.{each.key}"]


def test_who_names_another_organ_must_say_how_to_reach_it():
    given = {"why_not_ours": "由自然资源局制作", "right_organ": "青石县自然资源局"}
    wrong = problems(Decision((Item("结论", "other_organ", given),)), DAY)
    assert list(wrong) == ["items.0.right_contact"]
    assert (
        problems(Decision((Item("结论", "other_organ", {"why_not_ours": "由上级机关制作，不能确定是哪一个"}),)), DAY)
        == {}
    )


def decided(*grounds: str) -> Decision:
    return Decision(tuple(Item(key, key, found_for(rules().grounds[key])) for key in grounds))


@pytest.mark.parametrize(
    ("grounds", "row", "remedy"),
    [
        (("provided", "already_public"), "granted", "either"),
        (("provided", "deliberative"), "partly_granted", "reconsideration_first"),
        (("provided", "not_existing"), "partly_granted", "either"),
        (("not_existing", "deliberative"), "refused.deliberative", "reconsideration_first"),
        (("petition", "needs_creation"), "unavailable.needs_creation", "either"),
        (("severed", "not_existing"), "partly_granted", "reconsideration_first"),
        (("registry_query",), "refused.registry_query", "either"),
    ],
)
def test_several_results_count_in_one_row_and_the_strictest_remedy_is_told(grounds, row, remedy):
    decision = decided(*grounds)
    assert (decision.outcome.key, decision.remedy.key) == (row, remedy)
    reversed_ = decided(*reversed(grounds))
    assert (reversed_.outcome.key, reversed_.remedy.key) == (row, remedy), "the order of the items does not matter"
    if len(decision.results) > 1:
        assert decision.kind == "reply.mixed" and decision.why_counted
        assert "（一）关于“" in decision.told() and "（二）关于“" in decision.told()


def test_a_decision_is_the_same_after_it_was_kept():
    decision = decided("provided", "deliberative", "severed")
    assert Decision.from_json(decision.as_json()) == decision


def test_departments_are_reconsidered_by_their_own_government_only():
    assert reconsideration_body(BUREAU) == "青石县人民政府"
    told = remedy_told(outcomes()["refused.deliberative"].remedy, BUREAU, DAY, online=True)
    assert "应当先自收到本答复之日起60日内申请行政复议" in told and "行政复议机关是青石县人民政府" in told
    assert "上一级主管部门" not in told and "也可以通过互联网提交" in told
    vertical = Standing("青石县税务局", "department", "county", "青石县人民政府", superior="青江市税务局")
    assert reconsideration_body(vertical) == "青江市税务局"
    unnamed = Standing("国家税务总局青石县税务局", "department", "county", "青石县人民政府")
    assert reconsideration_body(unnamed) == "上一级主管部门"
    judicial = Standing("青石县司法局", "department", "county", "青石县人民政府")
    assert reconsideration_body(judicial) == "青石县人民政府或者上一级司法行政部门"
    assert reconsideration_body(Standing("某省人民政府", "government", "province")) == "某省人民政府"
    assert reconsideration_body(Standing("青石县人民政府", "government", "county")) == "上一级人民政府"


def test_a_template_with_an_unknown_field_is_refused_with_the_known_ones_listed():
    kind = KINDS["correction"]
    with pytest.raises(WrongTemplate, match=r"没有“\{申请人姓名\}”这一个填写项.*\{申请人\}、"):
        kind.check(kind.title, kind.addressee, kind.body + "{申请人姓名}")
    with pytest.raises(WrongTemplate, match=r"应当写明\{补正事项\}"):
        kind.check(kind.title, kind.addressee, kind.body.replace("{补正事项}", ""))
    with pytest.raises(WrongTemplate, match="没有成对"):
        kind.check(kind.title, kind.addressee, kind.body + "{申请人")
    with pytest.raises(WrongTemplate, match="标题里不用填写项"):
        kind.check("{申请人}的告知书", kind.addressee, kind.body)
    with pytest.raises(WrongTemplate, match="标题和正文都要填写"):
        kind.check(" ", kind.addressee, kind.body)


def test_what_is_filled_in_adds_neither_places_nor_rows():
    made = fill("内容是：{所需信息}\n| 所需信息 | {所需信息} |", {"所需信息": "{身份证明}\n| 甲 | 乙 |\n> 注"})
    assert "{身份证明}" in made
    assert [type(each).__name__ for each in blocks_of(made)] == ["Paragraph", "Paragraph", "Paragraph", "Facts"]


def test_a_line_whose_places_are_all_empty_is_left_out():
    assert fill("甲{电话}\n乙{邮箱}{电话}\n丙", {"邮箱": "a@b"}) == "乙a@b\n丙"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{补正事项}", "{补正的事项}", "没有“{补正的事项}”"),
        ("recipient: applicant", "recipient: somebody", "不认识的"),
        ("source: case", "source: elsewhere", "source 应是"),
        ("    basis: 《条例》第三十条\n", "    basis: ''\n", "basis 不能空着"),
    ],
)
def test_a_wrong_catalogue_stops_the_reading_with_its_place(tmp_path: Path, old: str, new: str, told: str):
    path = tmp_path / "letters.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=told):
        read_kinds(path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("needs: [where]", "needs: [wherever]", "不认识的 wherever"),
        ("{获取的方式和途径}", "{途径}", "没有“{途径}”"),
        ("chosen: partly", "chosen: both", "chosen 应是"),
        ("body: superior", "body: nobody", "body 应是"),
    ],
)
def test_wrong_rules_of_deciding_stop_the_reading_with_their_place(tmp_path: Path, old: str, new: str, told: str):
    path = tmp_path / "decision.yaml"
    path.write_text(RULES.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=told):
        read_rules(path)


def test_numbers_are_written_as_offices_write_them():
    assert document_number("青农", "fee", 2026, 12) == "青农公费〔2026〕12号"
    assert [numeral(number) for number in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]
