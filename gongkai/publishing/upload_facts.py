"""What a file says of itself, in words: for who drafts and who reviews. Warnings are what a reader of the page would not see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """A line about a file; ``warns`` where the drafter should look before it is published."""

    label: str
    value: str
    warns: bool = False


_PLAIN = {
    "title": "文档标题", "author": "作者", "last_modified_by": "最后修改人", "company": "单位", "manager": "主管",
    "program": "制作软件", "created": "建立时间", "modified": "修改时间",
}  # fmt: skip
_COUNTED = {
    "comments": ("批注", "{}处批注还在文件里，公众能看到。请清除后另存一份再上传。"),
    "tracked_changes": ("修订痕迹", "{}处修订痕迹还在文件里，公众能看到改前的文字。请接受或者拒绝全部修订，另存一份再上传。"),
    "hidden_text": ("隐藏文字", "{}处文字设成了隐藏，公众能把它显示出来。请核对。"),
    "hidden_rows": ("隐藏的行", "{}行被隐藏，公众能把它显示出来。请核对，不公开的请删除。"),
    "hidden_columns": ("隐藏的列", "{}组列被隐藏，公众能把它显示出来。请核对，不公开的请删除。"),
    "hidden_slides": ("隐藏的幻灯片", "{}张幻灯片被隐藏，公众能把它显示出来。请核对。"),
    "notes": ("演讲者备注", "{}张幻灯片带备注，公众能看到。请核对。"),
    "embedded": ("夹带的文件", "里面夹带了{}个别的文件，没有提取其中的文字。请打开核对。"),
    "scripts": ("脚本", "里面有{}段脚本。请另存为不带脚本的 PDF 再上传。"),
}  # fmt: skip


def told(facts: Mapping[str, Any]) -> list[Told]:
    """The facts line by line, warnings first.

    >>> [line.label for line in told({"author": "张三", "comments": 2})]
    ['批注', '作者']
    """
    lines = [*_warnings(facts), *_particulars(facts)]
    return sorted(lines, key=lambda line: not line.warns)


def _warnings(facts: Mapping[str, Any]) -> Iterator[Told]:
    for key, (label, text) in _COUNTED.items():
        if facts.get(key):
            yield Told(label, text.format(facts[key]), True)
    if facts.get("hidden_sheets"):
        names = "、".join(f"“{name}”" for name in facts["hidden_sheets"][:5])
        yield Told("隐藏的工作表", f"{names}被隐藏，公众能把它显示出来。请核对，不公开的请删除。", True)
    if facts.get("outside_template"):
        yield Told("外部模板", "打开时会连接别的网站取模板。请另存一份再上传。", True)
    if facts.get("location") == "found":
        yield Told("拍摄地点", "里面记有拍摄地点。请去掉以后再上传。", True)
    if facts.get("scanned"):
        yield Told("扫描件", "里面只有图像，没有文字，不能检索，视力障碍者也听不到。有文字版的，请换成文字版。", True)
    if facts.get("pages_without_text") and not facts.get("scanned"):
        pages = "、".join(str(page) for page in facts["pages_without_text"][:10])
        yield Told("没有文字的页", f"第{pages}页只有图像，机器没有审查其中的文字，请人工核对。", True)
    if facts.get("text_cut"):
        yield Told("文字过多", "只提取了前面部分的文字，后面的请人工核对。", True)


def _particulars(facts: Mapping[str, Any]) -> Iterator[Told]:
    if facts.get("width"):
        yield Told("大小", f"{facts['width']}×{facts['height']}像素")
    if facts.get("location") == "removed":
        yield Told("拍摄地点", "照片里记有拍摄地点，保存时已经去掉")
    if facts.get("from_tiff"):
        digest = str(facts.get("sha256_as_uploaded", ""))[:12]
        yield Told("原来的格式", f"TIFF 扫描件，收下时原样转成 PDF，逐页可以看。原文件的校验值 {digest}…")
    for key, label in _PLAIN.items():
        if facts.get(key):
            yield Told(label, str(facts[key]))


def size_text(size: int) -> str:
    """A size as people read it.

    >>> size_text(900), size_text(45_300), size_text(12_400_000)
    ('900 B', '44 KB', '11.8 MB')
    """
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"
