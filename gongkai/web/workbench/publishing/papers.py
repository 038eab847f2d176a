"""What the papers of an item share: how moments are written, what the screening came to, how a file is handed out."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from gongkai import letters
from gongkai.web.publishing.models import Wording
from gongkai.web.screening.queries import report_of


def local(moment: datetime) -> str:
    """A moment as papers write it, Peking time."""
    at = timezone.localtime(moment)
    return f"{at.year}年{at.month}月{at.day}日{at:%H:%M}"


def brief(moment: datetime) -> str:
    """A moment in a narrow column, Peking time."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def screening_told(wording: Wording) -> str:
    """What the machine found in a wording and how much of it was decided, in a sentence or two."""
    report = report_of(wording)
    counts = [
        f"{title}{len(finds)}处"
        for title, finds in (("须处理", report.errors), ("请核对", report.warnings), ("提示", report.notices))
        if finds
    ]
    when = f"{local(report.at)}筛查，" if report.at else "按现在的文稿筛查，"
    if not counts:
        return f"{when}没有找到要留意的地方。"
    open_ones = len(report.undecided)
    decided = f"其中{open_ones}处还没有处理。" if open_ones else ("须处理的都已处理。" if report.errors else "")
    return f"{when}{'、'.join(counts)}。{decided}"


def handed_out(letter: letters.Letter, to: str, name: str) -> HttpResponse:
    """A letter as a file. Raises ``Unreadable`` when there is no font for a PDF."""
    answer = HttpResponse(letters.write(letter, to), content_type=letters.MEDIA_TYPES[to])
    answer["Content-Disposition"] = content_disposition_header(to == "docx", f"{name}.{to}") or "inline"
    return answer
