"""Official documents from data: 呈批单, 通报, 清单 as DOCX and PDF (GB/T 9704—2012 where it applies).

>>> from datetime import date
>>> letter = Letter("关于公布继续有效文件的通知", [Paragraph("现予公布。")], signed_by="青石县人民政府", dated=date(2024, 9, 5))
>>> write(letter, "docx")[:2]
b'PK'
"""

from __future__ import annotations

from gongkai.documents.model import Unreadable
from gongkai.letters.model import Bars, Block, Facts, Heading, Letter, Note, Opinion, Paragraph, Table

FORMATS = ("docx", "pdf")
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

__all__ = [
    "FORMATS",
    "MEDIA_TYPES",
    "Bars",
    "Block",
    "Facts",
    "Heading",
    "Letter",
    "Note",
    "Opinion",
    "Paragraph",
    "Table",
    "write",
]


def write(letter: Letter, to: str = "docx") -> bytes:
    """The letter in the format ``to`` (one of ``FORMATS``).

    Raises ``Unreadable`` in words for a format that is not known, and where no Chinese font is there for a PDF.
    """
    if to == "docx":
        from gongkai.letters.docx import write_docx

        return write_docx(letter)
    if to == "pdf":
        from gongkai.letters.pdf import write_pdf

        return write_pdf(letter)
    raise Unreadable("format", f"不能写成“{to}”格式；可以写成：{'、'.join(FORMATS)}。")
