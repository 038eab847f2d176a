"""Diagrams say what the table says: the page and the picture in the docs are drawn from it, and lag behind no change."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from casework_example import MOVES, TABLE, State, untimed
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai.applications.moves import TABLE as APPLICATION
from gongkai.casework import BEGIN, Table
from gongkai.casework.diagram import in_document, lagging, markdown, mermaid, written
from gongkai.casework.layers import layout
from gongkai.casework.svg import svg

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "reference" / "casework.md"
PICTURE = DOCS / "images" / "casework-example.svg"
TABLES = {"example": TABLE}
SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_of_the_documentation_is_drawn_from_the_table() -> None:
    assert lagging(PAGE.read_text(encoding="utf-8"), TABLES) == []


def test_the_picture_in_the_documentation_is_drawn_from_the_table() -> None:
    assert PICTURE.read_text(encoding="utf-8") == svg(TABLE)


def changed() -> Table:
    moves = tuple(replace(move, basis="《条例》第一条") if move.name == "accept" else move for move in MOVES)
    return replace(TABLE, moves=moves)


def test_a_page_lags_when_a_single_article_changes() -> None:
    page = written("开头\n<!-- 步骤表 example -->\n<!-- 步骤表完 -->\n结尾\n", TABLES)
    assert page.startswith("开头\n") and page.endswith("\n结尾\n")
    assert lagging(page, TABLES) == []
    assert lagging(page, {"example": changed()}) == ["example"]
    assert lagging("没有图的页面", TABLES) == ["example"]


def test_drawing_a_page_anew_twice_changes_nothing() -> None:
    page = written("<!-- 步骤表 example -->\n<!-- 步骤表完 -->", TABLES)
    assert written(page, TABLES) == page


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<!-- 步骤表 other -->\n<!-- 步骤表完 -->", "没有的步骤表“other”"),
        ("<!-- 步骤表 example -->\n没有写完", "没有写完的标记"),
        ("<!-- 步骤表 example -->\n<!-- 步骤表 example -->\n<!-- 步骤表完 -->", "没有写完的标记"),
    ],
)
def test_a_block_that_cannot_be_drawn_is_told(page: str, why: str) -> None:
    with pytest.raises(LookupError, match=why):
        written(page, TABLES)


def test_the_mermaid_text_holds_every_state_and_every_way() -> None:
    text = mermaid(TABLE)
    assert text.count(" --> ") == sum(len(move.sources) for move in MOVES) + len(TABLE.final)
    assert '    state "等待补正" as in_correction\n' in text
    assert "    under_review --> in_correction : 要求补正（《条例》第三十条）\n" in text
    assert "    consulting_third_party --> consulting_third_party : 延期答复" in text
    assert "    [*] --> received : 收到申请" in text


def test_names_that_mermaid_keeps_for_itself_are_given_another_form() -> None:
    moves = tuple(
        replace(
            move,
            source=tuple("end" if source == State.CLOSED else source for source in move.sources),
            target="end" if move.target == State.CLOSED else move.target,
        )
        for move in MOVES
    )
    states = {("end" if state == State.CLOSED else state): title for state, title in TABLE.states.items()}
    final = [("end" if state == State.CLOSED else state) for state in TABLE.final]
    assert 'state "已归档" as end_\n' in mermaid(replace(TABLE, moves=moves, states=states, final=final))


def test_the_table_in_words_holds_every_move_clock_and_condition() -> None:
    text = markdown(TABLE)
    for move in MOVES:
        assert f"| {move.title}（`{move.name}`） |" in text
    assert "与“拟定答复”不是同一人" in text
    assert "没有办理过“要求补正”（《条例》第三十条）" in text
    assert "| 答复期限（`reply`） | 按`reply_to_application`，以工作日计 |" in text
    widths = {line.count("|") for line in text.split("\n\n")[0].splitlines()}
    assert widths == {9}
    assert "{" not in markdown(APPLICATION)


@pytest.mark.parametrize("table", [TABLE, APPLICATION], ids=lambda table: table.name)
def test_the_picture_is_well_formed_and_holds_every_state_and_move(table: Table) -> None:
    root = etree.fromstring(svg(table).encode())
    texts = [node.text for node in root.iter(f"{SVG}text")]
    for title in table.states.values():
        assert title in texts
    for move in table.moves:
        assert any(move.title in text for text in texts if text)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title") is not None
    described = root.findtext(f"{SVG}desc") or ""
    assert all(move.basis in described for move in table.moves)


def test_the_picture_needs_nothing_from_elsewhere_and_no_style_or_script() -> None:
    text = svg(TABLE)
    assert not re.search(r"<script|style=|href|url\(|@import", text)
    assert text.count("http") == 1


def test_the_state_of_a_case_is_marked_in_words_and_not_by_colour_alone() -> None:
    assert "等待审批（目前）" in svg(TABLE, State.DRAFTED)
    assert "（目前）" not in svg(TABLE)


@pytest.mark.parametrize("table", [TABLE, APPLICATION], ids=lambda table: table.name)
def test_no_box_of_the_picture_lies_on_another_or_outside(table: Table) -> None:
    root = etree.fromstring(svg(table).encode())
    wide, tall = float(root.get("width")), float(root.get("height"))
    boxes = []
    for box in root.findall(f"{SVG}rect")[1:]:
        x, y, width, height = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0 and x + width <= wide + 1 and y >= 0 and y + height <= tall + 1
        boxes.append((x, y, x + width, y + height))
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            inner = other[0] - one[0] == pytest.approx(3, abs=0.2)
            assert apart or inner


def test_special_signs_in_titles_do_not_break_the_picture() -> None:
    states = dict(TABLE.states) | {State.RECEIVED: '已收到<&>“"'}
    assert etree.fromstring(svg(replace(TABLE, states=states)).encode()) is not None


def test_a_graph_with_a_cycle_is_refused() -> None:
    with pytest.raises(ValueError, match="图里有环"):
        layout({"a": (9, 9), "b": (9, 9)}, [("a", "b"), ("b", "a")])


@untimed
@given(
    st.integers(2, 9).flatmap(lambda size: st.lists(st.tuples(st.integers(0, size), st.integers(0, size)), max_size=20))
)
def test_every_edge_leads_downwards_and_boxes_of_a_layer_keep_apart(pairs: list[tuple[int, int]]) -> None:
    edges = sorted({(str(min(pair)), str(max(pair))) for pair in pairs if pair[0] != pair[1]})
    sizes = {str(number): (30.0 + 7 * number, 20.0) for number in range(10)}
    plan = layout(sizes, edges)
    for (upper, lower), way in plan.ways.items():
        assert plan.centres[upper][1] < plan.centres[lower][1]
        assert all(earlier[1] <= later[1] for earlier, later in pairwise(way))
    for one, (x, y) in plan.centres.items():
        for other, (u, v) in plan.centres.items():
            if one != other and y == v:
                assert abs(x - u) >= (sizes[one][0] + sizes[other][0]) / 2


def test_a_case_that_has_not_begun_has_a_place_in_the_picture() -> None:
    assert "<circle" in svg(TABLE, BEGIN)
    assert in_document(TABLE).startswith("```mermaid\nstateDiagram-v2\n")
