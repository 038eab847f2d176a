"""OLE containers (MS-CFB), in which Word 97–2003, Excel 97–2003 and encrypted new files come."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, TypeVar

from gongkai.documents.archives import damaged
from gongkai.documents.model import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from olefile import OleFileIO

T = TypeVar("T")
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = (
    ("encrypted", "EncryptedPackage"),
    ("word", "WordDocument"),
    ("sheet", "Workbook"),
    ("sheet", "Book"),
    ("slides", "PowerPoint Document"),
    ("old_wps", "WpsDocument"),
    ("old_wps", "Contents"),
    ("message", "__properties_version1.0"),
)


class Ole:
    """The streams of a container by name, whatever its case."""

    def __init__(self, data: bytes, what: str) -> None:
        import olefile

        self._what = what
        self._file: OleFileIO[Any] = self._safely(lambda: olefile.OleFileIO(io.BytesIO(data)))

    @property
    def kind(self) -> str:
        """word, sheet, slides, encrypted, old_wps, message, or other."""
        for kind, stream in KINDS:
            if self._safely(lambda name=stream: bool(self._file.exists(name))):  # type: ignore[misc]
                return kind
        return "other"

    def get(self, name: str) -> bytes | None:
        """The content of a stream; None when there is none of that name."""
        return self._safely(lambda: self._file.openstream(name).read() if self._file.exists(name) else None)

    def title(self) -> str | None:
        """The title that the file's properties give it."""
        try:
            about = self._file.get_metadata()
            title = getattr(about, "title", None)
            if isinstance(title, bytes):
                page = (getattr(about, "codepage", None) or 936) % 65536
                title = title.decode({65001: "utf-8", 1200: "utf-16-le"}.get(page, f"cp{page}"))
            return (title or "").strip("\0 \t\r\n") or None
        except Exception:  # the properties are an extra: whatever is wrong with them, the text counts
            return None

    def _safely(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except Exception as error:  # olefile raises errors of many kinds on damaged containers
            raise damaged(self._what) from error


def kind_of_ole(data: bytes) -> str:
    """What an OLE container holds: word, sheet, slides, encrypted, old_wps, message, or other."""
    return Ole(data, "文件").kind


def refusal_of(kind: str) -> Unreadable:
    """Why a container of that kind is not read as a Word file."""
    sentences = {
        "encrypted": "这个文件设有打开密码，无法读取。请用原来的软件取消密码，另存一份后再试。",
        "word": "这是 Word 97–2003 格式的文件，扩展名应是 .doc。请改正扩展名，或者另存为 DOCX 后再试。",
        "sheet": "这是 Excel 表格文件，不是 Word 文档。请把扩展名改为 .xls 后再试。",
        "slides": "这是演示文稿，不是年度报告的文档。请换用年度报告的 Word、PDF 或者网页文件。",
        "old_wps": "这是旧版 WPS 文字自有格式的文件，没有公开的格式说明，无法直接读取。请用 WPS 打开后另存为 DOCX 再试。",
        "message": "这是邮件文件，不是 Word 文档。请先取出邮件里的附件再试。",
    }
    code = {"encrypted": "encrypted", "old_wps": "unsupported"}.get(kind, "not-word")
    other = "这个文件不是 Word 文档，无法读取。请核对文件，或用 Word 打开后另存为 DOCX 再试。"
    return Unreadable(code, sentences.get(kind, other))
