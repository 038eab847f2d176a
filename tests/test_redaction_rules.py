"""Rules of covering: boxes that cannot be are refused, every box comes out black, the gate refuses whatever was tampered with."""

from __future__ import annotations

import contextlib
import json
import math
import zlib
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from pdf_files import Page, pdf
from redaction_files import SECRET, assembled, docx, encrypted, plain_objects, sources, tiff

from gongkai.documents.doc_office import office
from gongkai.documents.model import Unreadable
from gongkai.redaction import burning, engine, gate, words, writing
from gongkai.redaction import sources as reading
from gongkai.redaction.drawing import opened, sizes
from gongkai.redaction.grounds import grounds, layers, limits
from gongkai.redaction.labels import read_bitmap
from gongkai.redaction.marks import Box, MarkError, Marks, box, read_boxes, read_marks
from gongkai.redaction.pixels import Pixels
from gongkai.redaction.tiff import tiff_as_pdf

DAY, AT, DPI = date(2026, 6, 1), datetime(2026, 6, 1, 9, tzinfo=UTC), 60
PLAIN = assembled(plain_objects())
ONE = Marks().with_page(1, [box(0.1, 0.12, 0.4, 0.05, "trade_secret")])


def made(source: bytes = PLAIN, marks: Marks = ONE) -> bytes:
    return burning.make(source, marks.as_json(), DAY, AT, DPI)


def found(data: bytes, source: bytes = PLAIN, marks: Marks = ONE) -> str:
    return "".join(gate.inspect(data, source, marks.as_json(), DAY, DPI))


# 标注


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((math.nan, 0.1, 0.1, 0.1), "不是一个数"),
        ((math.inf, 0.1, 0.1, 0.1), "不是一个数"),
        ((True, 0.1, 0.1, 0.1), "不是一个数"),
        (("0.1", 0.1, 0.1, 0.1), "不是一个数"),
        ((None, 0.1, 0.1, 0.1), "不是一个数"),
        ((-0.1, 0.1, 0.1, 0.1), "超出了页面"),
        ((0.1, 1.1, 0.1, 0.1), "超出了页面"),
        ((0.95, 0.1, 0.1, 0.1), "右边超出了页面"),
        ((0.1, 0.95, 0.1, 0.1), "下边超出了页面"),
        ((0.1, 0.1, 0.0, 0.1), "宽度是零或者太小"),
        ((0.1, 0.1, 0.1, 0.0005), "高度是零或者太小"),
        ((1e308, 0.1, 0.1, 0.1), "超出了页面"),
    ],
)
def test_a_box_that_does_not_lie_on_the_page_is_refused_in_words(numbers, said):
    with pytest.raises(MarkError, match=said):
        box(*numbers, "trade_secret")


def test_a_box_needs_a_ground_of_the_list():
    for ground in ("", "because", None, ["trade_secret"]):
        with pytest.raises(MarkError, match="请为遮盖框选择一条理由"):
            box(0.1, 0.1, 0.1, 0.1, ground)


@pytest.mark.parametrize("data", [None, {}, [1], [[1, 2]], [["a", 0, 0, 0, "x"]], [[0.1] * 5] * 3000, "boxes"])
def test_boxes_that_cannot_be_read_are_refused(data):
    with pytest.raises(MarkError):
        read_boxes(data)


def test_a_box_on_a_page_that_is_not_there_is_refused():
    for page in ("0", "2", "-1", "1.0", "٣", "x" * 50):
        with pytest.raises(MarkError, match="没有第"):
            read_marks({"boxes": {page: [[0.1, 0.1, 0.1, 0.1, "trade_secret"]]}, "withheld": {}}, 1)
        with pytest.raises(MarkError, match="没有第"):
            read_marks({"boxes": {}, "withheld": {page: "trade_secret"}}, 1)


boxes = some.tuples(
    some.floats(0, 0.99),
    some.floats(0, 0.99),
    some.floats(0.002, 1),
    some.floats(0.002, 1),
    some.sampled_from(sorted(grounds())),
).map(
    lambda each: box(
        each[0], each[1], max(0.001, min(each[2], 1 - each[0])), max(0.001, min(each[3], 1 - each[1])), each[4]
    )
)


@given(some.lists(boxes, max_size=5), some.sampled_from(sorted(grounds())))
def test_marks_that_were_written_read_back_the_same(given_boxes, ground):
    marks = Marks().with_page(2, list(dict.fromkeys(given_boxes))).with_withheld(3, ground)
    again = read_marks(json.loads(json.dumps(marks.as_json())), 3)
    assert again == marks and again.digest == marks.digest


def test_every_ground_and_layer_has_an_article_or_says_that_it_is_a_choice():
    for each in grounds().values():
        assert all("《" in one.basis or one.checked == "待核" for one in each.versions)
    assert layers()["applicant"].must_serve
    assert grounds()["personal_information"].on(date(2020, 1, 1)).article == "《条例》第十五条"
    assert "个人信息保护法" in grounds()["personal_information"].on(DAY).article
    assert limits()["dpi"] >= 150


# 烧入


def tones(data: bytes, box_: Box, dpi: int = DPI) -> bytes:
    document = pypdfium2.PdfDocument(data)
    pixels = read_bitmap(document[0].render(scale=dpi / 72, grayscale=True))
    document.close()
    left, top, right, bottom = pixels.area(box_)
    return pixels.part((left + 1, top + 1, max(left + 2, right - 1), max(top + 2, bottom - 1)))


def busy() -> bytes:
    """A page without a white spot."""
    page = Page(300, 200)
    for row in range(40):
        page.text(0, 5 + 5 * row, "青石县丰禾农资有限公司" * 6, 6)
    return pdf([page])


BUSY = busy()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(boxes, min_size=1, max_size=4))
@example([Box(left=0.0, top=0.96875, width=0.1875, height=0.03125, ground="deliberative")])
def test_whatever_is_boxed_comes_out_black_and_tells_nothing_of_the_source(given_boxes):
    marks = Marks().with_page(1, given_boxes)
    blank = pdf([Page(300, 200)])
    one, other = made(BUSY, marks), made(blank, marks)
    assert found(one, BUSY, marks) == ""
    for each in given_boxes:
        assert tones(one, each) == tones(other, each)
        # 除了条款的小字，都是黑的；很小的框里，小字的边也占不少，所以数暗的
        assert sum(tone < 0x90 for tone in tones(one, each)) >= len(tones(one, each)) / 2


def test_the_article_stands_on_the_black_where_it_fits_and_only_there():
    wide = burning.make(PLAIN, ONE.as_json(), DAY, AT, 200)
    thin = Marks().with_page(1, [box(0.1, 0.12, 0.4, 0.002, "trade_secret")])
    assert max(tones(wide, ONE.on(1)[0], 200)) > 200
    assert max(tones(burning.make(PLAIN, thin.as_json(), DAY, AT, 200), thin.on(1)[0], 200)) == 0


def test_a_page_withheld_is_replaced_by_one_that_states_ground_and_count():
    source = pdf([Page(), Page(), Page(), Page()])
    marks = Marks().with_withheld(2, "trade_secret").with_withheld(3, "trade_secret").with_withheld(4, "deliberative")
    planned = list(burning.sheets(marks, 4, DAY))
    assert [each.number for each in planned] == [1, 2, 4]
    assert planned[1].notice.lines == ("原件第2页至第3页不予提供", "共2页", "理由：《条例》第十五条（商业秘密）")
    data = made(source, marks)
    assert len(pypdfium2.PdfDocument(data)) == 3 and found(data, source, marks) == ""


def test_the_same_source_marks_and_moment_give_the_same_bytes():
    assert made() == made()


def test_a_page_without_marks_is_a_picture_too():
    source = pdf([Page(), Page()])
    data = made(source)
    assert all(page.get_textpage().count_chars() == 0 for page in pypdfium2.PdfDocument(data))


# 关口


def repacked(data: bytes, change) -> bytes:
    """The file written anew with other pixels, as a faulty writer would."""
    pictures, _ = writing.parse(data)
    pixels = pictures[0].pixels()
    change(pixels)
    return writing.write([writing.picture(pixels, DPI), *pictures[1:]], title=burning.TITLE, at=AT)


def test_the_gate_opens_for_what_was_made():
    assert found(made()) == ""


@pytest.mark.parametrize(
    "more",
    [b"\n%%EOF\n", b"x", b"9 0 obj\n<</Type/Annot>>\nendobj\n", b"9 0 obj\n<</JS(x)>>\nendobj\nstartxref\n0\n%%EOF\n"],
)
def test_the_gate_refuses_anything_appended(more):
    assert "本系统没有写入的内容" in found(made() + more)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"/Lang(zh-CN)", b"/Lang(zh-CN)/Metadata 9 0 R", "Metadata"),
        (b"/Type/Catalog", b"/Type/Catalog/AcroForm<<>>", "AcroForm"),
        (b"/Resources<<", b"/Resources<</Font<</F<</Type/Font>>>>", "Font"),
        (b"/Producer(gongkai)", b"/Producer(gongkai)/Author(x)", "本系统没有写入"),
        (b"0 0 cm /P Do", b"0 0 cm /P Do BT ET", "本系统没有写入"),
        (b"/BitsPerComponent 8", b"/BitsPerComponent 8/SMask 9 0 R", "SMask"),
        (b"/ColorSpace/DeviceGray", b"/ColorSpace[/ICCBased 9 0 R]", "ICCBased"),
    ],
)
def test_the_gate_refuses_anything_put_in(old, new, said):
    data = made()
    assert old in data
    assert said in found(data.replace(old, new, 1))


def test_the_gate_refuses_a_box_that_is_not_black():
    left, top, right, bottom = Pixels(496, 702, 1, bytearray()).area(ONE.on(1)[0])

    def grey(pixels):
        pixels.data[(top + 2) * pixels.width + left + 3] = 90

    told = found(repacked(made(), grey))
    assert "第1页的遮盖处还看得出原来的内容" in told
    everything = Marks()
    assert "第1页的遮盖处还看得出原来的内容" in found(made(marks=everything), marks=ONE)
    assert (right, bottom) > (left, top)


def test_the_gate_refuses_a_page_that_differs_from_the_source():
    assert "不一致" in found(repacked(made(), lambda pixels: pixels.fill((0, 0, 9, 9), 90)))
    assert "不一致" in found(
        made(assembled(plain_objects() | {4: plain_objects()[4].replace(b"x", b"x")})), sources()["rotated 90"]
    )


def test_the_gate_refuses_a_page_too_many_or_too_few():
    two = pdf([Page(), Page()])
    assert "文件有2页，按原件和标注应当是1页" in found(made(two), PLAIN)
    assert "文件有1页，按原件和标注应当是2页" in found(made(PLAIN), two)


def test_the_gate_refuses_bytes_hidden_behind_a_picture():
    data = made()
    pictures, _ = writing.parse(data)
    stuffed = [writing.Picture(p.width, p.height, p.channels, p.points, p.packed + SECRET.encode()) for p in pictures]
    told = found(writing.write(stuffed, title=burning.TITLE, at=AT))
    assert "夹有别的内容" in told
    longer = zlib.compress(bytes(pictures[0].pixels().data) + SECRET.encode())
    stuffed = [writing.Picture(p.width, p.height, p.channels, p.points, longer) for p in pictures]
    assert "夹有别的内容" in found(writing.write(stuffed, title=burning.TITLE, at=AT))


def test_the_gate_refuses_covered_words_in_the_title_and_in_the_tones():
    whole = Marks().with_page(1, [box(0.05, 0.05, 0.9, 0.9, "trade_secret")])
    pictures, _ = writing.parse(made(marks=whole))
    assert "文件属性" in found(writing.write(pictures, title=SECRET, at=AT), marks=whole)

    def write_in(pixels):
        pixels.data[: len(SECRET)] = SECRET.encode()

    assert "图像数据里夹有遮盖处的字词" in found(repacked(made(marks=whole), write_in), marks=whole)


@given(some.integers(0, 1_000_000), some.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_no_byte_of_a_released_file_can_be_changed_without_the_gate_closing(place, value):
    data = bytearray(RELEASED)
    place %= len(data)
    if data[place] == value:
        return
    data[place] = value
    if place in MOMENT:
        return
    # 打不开的，也出不去
    with contextlib.suppress(Unreadable, pypdfium2.PdfiumError):
        assert found(bytes(data)) != ""


RELEASED = made()
MOMENT = range(RELEASED.index(b"(D:") + 3, RELEASED.index(b"(D:") + 17)
"""When the file was made is the file's own."""


# 原件


def test_a_source_that_asks_for_a_password_or_is_damaged_is_refused_in_words():
    for data, code in (
        (encrypted(), "encrypted"),
        (PLAIN[:150], "damaged"),
        (b"%PDF-1.7", "damaged"),
        (b"", "damaged"),
    ):
        with pytest.raises(Unreadable) as refusal:
            reading.as_pdf(data, "pdf")
        assert refusal.value.code == code and refusal.value.message.endswith("。")


def test_a_source_with_too_many_pages_is_refused_with_what_to_do(monkeypatch):
    with pytest.raises(Unreadable, match="这份原件有301页，一次最多处理300页。请拆成几份"):
        sizes(pdf([Page(10, 10)] * 301))


def test_making_stops_at_the_limit_of_time_and_size(monkeypatch):
    from gongkai.redaction import grounds as told

    known = dict(told.limits())
    for name in ("drawing", "burning", "engine"):
        monkeypatch.setattr(f"gongkai.redaction.{name}.limits", lambda: known)
    known["output_megabytes"] = 0
    with pytest.raises(Unreadable, match="超过0兆字节。请把原件拆成几份"):
        made()
    known["output_megabytes"], known["seconds"] = 200, 0.01
    with pytest.raises(Unreadable, match="用的时间或者内存超过了限度"):
        engine.release(pdf([Page()] * 50), ONE, day=DAY, at=AT)


def test_a_huge_page_is_drawn_smaller_and_a_tiny_one_at_all():
    data, points = reading.as_pdf(pdf([Page(14_000, 14_000), Page(2, 2)]), "pdf")
    assert points == [[14_000, 14_000], [2, 2]]
    source = pdf([Page(5_000, 5_000)])
    released = burning.make(source, ONE.as_json(), DAY, AT, 200)
    assert gate.inspect(released, source, ONE.as_json(), DAY, 200) == []
    assert data


def test_a_picture_becomes_a_page_of_its_shape():
    png = Pixels(300, 200, 3, bytearray(b"\x10\x80\xf0" * 60_000)).png()
    data, points = reading.as_pdf(png, "png")
    assert points == [[300, 200]]
    marks = Marks().with_page(1, [box(0.2, 0.2, 0.5, 0.5, "state_secret")])
    done = engine.release(data, marks, day=DAY, at=AT)
    assert done.pages == 1
    with pytest.raises(Unreadable, match="图像打不开"):
        reading.as_pdf(png[:100], "png")


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_scan_of_several_pages_in_tiff_becomes_as_many_pages(order):
    grey = bytes(range(200)) * 100
    packbits = b"".join(b"\x7f" + grey[row : row + 128] for row in range(0, 19_968, 128)) + b"\x1f" + grey[19_968:]
    data, points = reading.as_pdf(
        tiff([(200, 100, 1, grey), (200, 100, 8, zlib.compress(grey)), (200, 100, 32773, packbits)], order=order),
        "tiff",
    )
    assert len(points) == 3
    with opened(data) as document:
        rows = [read_bitmap(document[each].render(scale=200 / 72, grayscale=True)) for each in range(3)]
    assert rows[0].data == rows[1].data == rows[2].data
    assert (rows[0].width, rows[0].height) == (200, 100)
    assert abs(rows[0].data[150] - 150) <= 2


def test_a_tiff_that_is_damaged_or_unusual_is_refused_in_words():
    grey = bytes(20_000)
    for data in (b"II*\0", b"II*\0\xff\xff\xff\x7f", tiff([(200, 100, 1, grey)])[:-40], tiff([(0, 0, 1, grey)])):
        with pytest.raises(Unreadable, match="TIFF 文件不完整"):
            tiff_as_pdf(data)
    with pytest.raises(Unreadable, match="压缩方式 50000"):
        tiff_as_pdf(tiff([(200, 100, 50000, grey)]))


def test_a_tiff_whose_pages_all_lie_in_the_same_place_does_not_grow():
    grey = bytes(20_000)
    with pytest.raises(Unreadable, match="TIFF 文件不完整"):
        tiff_as_pdf(tiff([(200, 100, 1, grey)], again=9))


PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def test_a_word_file_with_tracked_changes_is_refused_until_they_are_decided_on():
    for change in (
        "<w:p><w:ins w:id='1' w:author='x'><w:r><w:t>新</w:t></w:r></w:ins></w:p>",
        "<w:p><w:del w:id='1' w:author='x'><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>",
        "<w:p><w:moveFrom w:id='1' w:author='x'><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>",
    ):
        assert reading.has_tracked_changes(docx(PARAGRAPH.format("正文") + change))
    assert not reading.has_tracked_changes(docx(PARAGRAPH.format("正文")))


@pytest.mark.skipif(
    office() is None, reason="没有安装 LibreOffice（Debian：apt-get install libreoffice-writer），这一项没有核对"
)
def test_comments_and_hidden_text_of_a_word_file_do_not_reach_its_pages():
    body = (
        PARAGRAPH.format("PUBLICWORDS")
        + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>HIDDENTEXT</w:t></w:r></w:p>"
        + "<w:p><w:commentRangeStart w:id='0'/><w:r><w:t>MORE</w:t></w:r><w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r></w:p>"
    )
    comment = "<w:comment w:id='0' w:author='AUTHORNAME'><w:p><w:r><w:t>COMMENTTEXT</w:t></w:r></w:p></w:comment>"
    data, points = reading.as_pdf(docx(body, comment), "docx")
    assert len(points) == 1
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert "PUBLICWORDS" in text and "MORE" in text
    assert not any(each in text for each in ("HIDDENTEXT", "COMMENTTEXT", "AUTHORNAME"))
    done = engine.release(data, ONE, day=DAY, at=AT)
    assert not any(each in done.data for each in (b"PUBLICWORDS", b"HIDDENTEXT", b"COMMENTTEXT"))
    with pytest.raises(Unreadable, match="接受或者拒绝的修订"):
        reading.as_pdf(docx("<w:p><w:ins w:id='1' w:author='x'><w:r><w:t>新</w:t></w:r></w:ins></w:p>"), "docx")


def test_without_libreoffice_a_word_file_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(reading, "office", lambda: None)
    with pytest.raises(Unreadable, match="另存（导出）为 PDF"):
        reading.as_pdf(docx(PARAGRAPH.format("正文")), "docx")


# 提示


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_proposals_lie_over_the_number_however_the_page_is_turned(turn):
    page = Page(turn=turn, crop=(30, 20))
    page.text(72, 100, "户主王小禾，身份证号码11010519491231002X，电话13912345678", 12)
    source = pdf([page])
    marks = Marks()
    for number, kind, place in words.proposals(source, DAY):
        assert kind in ("identity_number", "mobile")
        marks = marks.with_page(number, [*marks.on(number), box(*place, "personal_information")])
    assert marks.count == 2
    with opened(source) as document:
        assert words.covered(document[0], marks.on(1)) == {"11010519491231002X", "13912345678"}


def test_a_scan_has_no_proposals():
    data, _ = reading.as_pdf(Pixels(300, 200, 1, bytearray(60_000)).png(), "png")
    assert words.proposals(data, DAY) == []
