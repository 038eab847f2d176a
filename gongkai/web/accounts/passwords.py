"""Passwords that are long enough for the general lists and still the first that anyone tries in an office.

The general list (20,000 passwords, Django's) knows no Chinese office. What is tried here first: the keyboard row, a word
of the trade or the office's own name in pinyin with a year behind it (“Qingshi2024!”), the sign-in name, the telephone
number, and a birthday or mobile number with a letter or two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

_ROWS = ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_SLANTED = (
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "zaq12wsxcde34rfvbgt56yhn",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgb",
    "q1w2e3r4t5y6u7i8o9p0",
)
_SHIFTED = str.maketrans("!@#$%^&*()_+", "1234567890-=")
_SUBSTITUTES = str.maketrans("@0134$5!|7", "aoieassiit")
"""What people write instead of a letter."""
_TRADE = """
a aa abc abcd abcde admin administrator asd ban bangongshi bgs bu bumen china chinese dangzhengban ganbu
gongkai gongwuyuan gov guanli guanliyuan gwy hello iloveyou jiguan ju juzhang keshi kezhang login mima mishu
oa office pass passwd password qaz qu qwe qwer qwert qwerty root shenpi shi sysadmin system test ting tongzhi
user web wei welcome wo woaini xian xiang xianzhang xinxi xitong xxgk xxzx xzf zfb zfxxgk zhang zhen zhengfu
zhengwu zhongguo zwfw zwfwzx zwgk zx zxc
"""
_WORDS = frozenset(_TRADE.split())
_PINYIN = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]ang|[aeio]ng|iong|ian|iao|ua[in]|ai|ei|ui|ao|ou|iu|ie|[uv]e|er|[aeiuv]n|[aeiouv])){1,4}"
)
"""At most four syllables of pinyin: the name of a place or a person."""
_LONGEST_RUN = 4
"""So many keys in a row, or steps of the alphabet, count as one character; nobody chose them."""
FEWEST = 5
"""So many different characters there are at least, runs and repetitions left out."""


class KnownInOfficesValidator:
    """Refuses what somebody who knows the office tries first. Each refusal says what is the matter, not which word."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = unicodedata.normalize("NFKC", password).lower()
        if len(set(plain)) < FEWEST:
            raise ValidationError("密码里重复的字符太多，容易被猜到，请换一个。", code="repeated")
        if len(without_runs(plain)) < FEWEST:
            raise ValidationError("密码是键盘上或者字母表里连着的一串，容易被猜到，请换一个。", code="keyboard")
        digits = re.sub(r"\D", "", plain)
        if len(digits) >= 6 and sum(each.isalpha() for each in plain) < 4:
            raise ValidationError("密码几乎全是数字，容易被当作生日、电话号码试出来，请换一个。", code="digits")
        phone = re.sub(r"\D", "", getattr(user, "office_phone", "") or "")
        if len(phone) >= 7 and phone[-7:] in digits:
            raise ValidationError("密码里不要用办公电话。", code="phone")
        known = set(names_of(user))
        readings = readings_of(plain)
        if any(all(_is_made_of(part, known | _WORDS) for part in parts) for parts in readings):
            raise ValidationError(
                "密码只是单位、登录名或者常用词加上数字符号，容易被猜到。可以把几个不相干的词连起来，例如一句自己编的话。",
                code="office_word",
            )
        if any(_PINYIN.fullmatch("".join(parts)) for parts in readings):
            raise ValidationError(
                "密码只是几个字的拼音加上数字符号（地名、人名多是这样），容易被猜到，请再加几个不相干的词。",
                code="pinyin",
            )

    def get_help_text(self) -> str:
        return "不要用键盘上连着的一串，也不要用单位名称、登录名、常用词加年份一类的密码。几个不相干的词连起来，又好记又安全。"


class OwnLengthValidator:
    """At least ten characters; a Chinese character counts as three, for it is chosen from thousands."""

    def __init__(self, min_length: int = 10) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        if sum(3 if _is_han(each) else 1 for each in password) < self.min_length:
            raise ValidationError(
                f"密码太短，至少要{self.min_length}个字符（一个汉字算三个）。", code="password_too_short"
            )

    def get_help_text(self) -> str:
        return f"至少{self.min_length}个字符，一个汉字算三个；中间可以有空格。"


def help_text() -> str:
    """What a form says about a new password, in one text."""
    return (
        f"{OwnLengthValidator().get_help_text()}{KnownInOfficesValidator().get_help_text()}也不要和登录名、姓名相近。"
    )


def readings_of(plain: str) -> list[list[str]]:
    """The words in a password: as written, with the usual substitutes read as letters, and each of these joined to one."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    found = [re.findall(r"[^\W\d_]+", text) for text in (core, core.translate(_SUBSTITUTES))]
    return [parts for each in found if each for parts in (each, ["".join(each)])]


def without_runs(plain: str) -> str:
    """The password with each run of neighbouring keys, letters in order or equal characters shortened to its first."""
    keys = plain.translate(_SHIFTED)
    kept, start = "", 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and _is_run(keys[start : end + 1]):
            end += 1
        long = end - start >= _LONGEST_RUN or len(set(keys[start:end])) == 1
        kept += keys[start] if long else keys[start:end]
        start = end
    return kept


def names_of(user: Any) -> Iterable[str]:
    """What the office of a person is called in letters: the sign-in name, and of each organ its code, with their parts."""
    names = [str(getattr(user, "username", "") or "")]
    if getattr(user, "pk", None) is not None and hasattr(user, "appointments"):
        for organ in {held.organ for held in user.appointments.select_related("organ__parent__parent")}:
            names += [each.code for each in (organ, organ.parent, getattr(organ.parent, "parent", None)) if each]
    for name in names:
        words = re.findall(r"[a-z]+", name.lower())
        yield "".join(words)
        yield from words


def _is_made_of(part: str, words: set[str] | frozenset[str], left: int = 4) -> bool:
    """Whether the letters are known words put together, at most ``left`` of them."""
    if part in words:
        return True
    return left > 1 and any(
        part[:end] in words and _is_made_of(part[end:], words, left - 1) for end in range(1, len(part))
    )


def _is_run(keys: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(keys)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        return True
    return any(keys in row or keys in row[::-1] for row in (*_ROWS, *_SLANTED))


def _is_han(each: str) -> bool:
    return "\u4e00" <= each <= "\u9fff" or "\u3400" <= each <= "\u4dbf"
