"""Numbers that count nothing: document numbers, dates, articles, hotlines, slogans, addresses, terms of days.

Two views of a prose text come out, both of the same length: ``digits`` is what figures are looked for in (every trap is blotted
out), ``words`` is what they are told by (only titles and quotations are blotted out, because 《信息处理费管理办法》 collects no fee).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BLOT = "□"
_N = "一二三四五六七八九十百千零〇两"

_STARTS = (
    r"(?=[\dA-Za-z第〔\[(【①-⑳"
    + _N
    + r"京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂甘晋陕吉闽贵粤青川琼宁新藏桂蒙郑汉杭保不至每双])"
)
_TRAPS = re.compile(
    _STARTS
    + "(?:"
    + "|".join(
        (
            r"https?:[A-Za-z0-9_./?%&=~#:+\-]+|www\.[A-Za-z0-9_./\-]+|[A-Za-z0-9_.+\-]{1,64}@[A-Za-z0-9\-]+\.[A-Za-z0-9.\-]+",
            r"[〔\[(【]\s*(?:19|20)\d\d\s*[〕\])】]\s*第?\s*[\d_]+\s*号",
            r"第\s*[\d" + _N + r"]{1,8}\s*[\u4e00-\u9fff]?",
            r"[" + _N + r"\d]{1,6}届(?:[" + _N + r"\d]{1,6}[次中])?",
            r"[" + _N + r"\d]{1,6}次(?:全国人口普查|全会|全体会议|党代会)",
            r"(?:19|20)\d\d\s*[-—–~～至到]+\s*(?:19|20)\d\d(?:年度?)?",
            r"(?:19|20)\d\d[./\-]\d{1,2}(?:[./\-]\d{1,2})?",
            r"(?:19|20)\d\d(?:版|年版)|(?:19|20)\d\d年度?(?:第?[" + _N + r"\d]季度|\d{1,2}月(?:\d{1,2}日)?)?",
            r"\d{1,2}月(?:份|底|初|末|\d{1,2}日)?|\d{1,2}[:.]\d\d(?::\d\d)?(?=[^\d%]|$)(?![万亿元%])",
            r"\d{3,4}-\d{6,8}(?:-\d+)?|\d{7,}(?=[,;。)、]|$)",
            r"(?:\d{1,6}|["
            + _N
            + r"]{1,6})个?(?:多|余)?(?:工作日|自然日|小时|分钟|星期|季度|月份?(?!均)|周年|周(?!边)|天|年(?:度|以上)?)(?:内|以上|以内)?",
            r"(?<!\d)123\d\d(?=[\u4e00-\u9fff□”\"、,;。)—-])(?![条万人元篇])",
            r"(?<!\d)(?:9[56]\d{3,4}|1[12]\d)(?=热线|电话|平台|报警|服务热线)",
            r"(?<![\u4e00-\u9fff])[京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂甘晋陕吉闽贵粤青川琼宁新藏桂蒙郑汉杭]\d+条",
            r"\d+(?:\.\d+)?元?[/每](?:件|页|次|份|人|张)|\d+(?:\.\d+)?元[/]",
            r"保留\d+位小数|\d+位小数|[Vv]?\d+\.\d+(?:\.\d+)?版|(?<=[A-Za-z])\d+|\d+(?:[A-Za-z]|\+)",
            r"\d+[-—–~～至]\d+(?=[条件个次项人名家篇])",
            r"(?:不少于|不低于|不得少于|不超过|至少|每[\u4e00-\u9fff]{1,3}(?:更新|发布|不少于)?)\d+[\u4e00-\u9fff]",
            r"\([" + _N + r"\d]{1,3}\)|(?:(?<=[。;:\n)])|^)\d{1,2}[.、](?!\d)|[" + _N + r"]是|[①-⑳]",
            r"一条龙|一次性|一件事|一次(?:办|不跑|也不跑)|跑一次|一个窗口|一个平台|三个一|[一两二三四五六七八九十]个(?:方面|部分|坚持|维护|确立|意识|自信|责任)",
            r"两微|双随机|一事一审|一网通办|三审三校|六稳|六保|五公开|三统一|三安全一稳定|两法衔接|一岗双责|一把手|一次一审|三级联动|一门式",
        )
    )
    + ")",
    re.MULTILINE,
)
_TITLES = re.compile(
    r"《[^《》\n]{0,120}》|〈[^〈〉\n]{0,80}〉|“[^“”\n]{0,40}”|\"[^\"\n]{0,40}\"|「[^」\n]{0,40}」|‘[^’\n]{0,40}’"
)

_PLAIN = re.compile(r"[“\"‘「](?:12345|三安全一稳定|县长信箱|市长信箱|区长信箱|局长信箱)[”\"’」]")


@dataclass(frozen=True, slots=True)
class Views:
    """``digits`` for finding figures, ``words`` for telling what they count; offsets are those of the prose text."""

    digits: str
    words: str


def views(text: str) -> Views:
    """Blot out the traps, keeping every offset.

    >>> views("2021年收到12件(国办函〔2020〕109号)").digits
    '□□□□□收到12件(国办函□□□□□□□□□□)'
    """
    words = _TITLES.sub(_blot_title, text)
    return Views(_TRAPS.sub(_blot, words), words)


def _blot_title(match: re.Match[str]) -> str:
    """Quotation marks that merely set off a hotline's number or a ground of the form do not hide it."""
    return match.group() if _PLAIN.fullmatch(match.group()) else _blot(match)


def _blot(match: re.Match[str]) -> str:
    return BLOT * (match.end() - match.start())
