"""Marks of state secrets and of internal papers (《保守国家秘密法》第二十二条; 《国家秘密定密管理规定》). Secrecy as an ordinary word is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit

_SPACE = r"[ 　]*"
_LEVEL = rf"(?:绝{_SPACE}密|机{_SPACE}密|秘{_SPACE}密)"
_TERM = rf"(?:[0-9０-９一二三四五六七八九十]{{1,3}}{_SPACE}(?:年|个月)|长{_SPACE}期|启用前|解密前)"
_CLASSIFIED = re.compile(
    rf"{_LEVEL}{_SPACE}[★☆⭐]{_SPACE}(?:{_TERM})?|(?:^|(?<=[\s（(【：:]))(?:绝{_SPACE}密|机{_SPACE}密|秘{_SPACE}密){_SPACE}{_TERM}(?=$|[\s）)】，。])",
    re.MULTILINE,
)
_LABELLED = re.compile(rf"(?:密级|秘密等级|保密等级){_SPACE}[：:]{_SPACE}({_LEVEL})(?!级)")
_INTERNAL = re.compile(
    rf"内部(?:资料|材料|文件|刊物|使用|参考){_SPACE}[，,、]?{_SPACE}(?:请?(?:注意|妥善)保[存管密]|不得外传|严禁外传|请勿外传|禁止外传|不得公开|严禁翻印|请勿转发)"
    r"|(?:仅|只)?供(?:领导|内部|机关内部)(?:参阅|参考|使用|阅知|掌握)"
    r"|此件发至[一-鿿]{1,6}级|内部明电|(?:阅后|会后)(?:请)?(?:收回|退回|销毁)|不得外传|严禁外传"
)
_NOT_PUBLIC = re.compile(
    r"此件(?:不予公开|不公开|依申请公开|删减后公开)|(?:公开方式|公开属性|公开形式|信息公开选项)[ 　]*[：:][ 　]*(?:不予公开|不公开|依申请公开)"
)
_FORBIDDEN = re.compile(r"本(?:材料|文件|资料|件|简报|通报)(?:内容)?(不得公开|不宜公开|不对外公开|不予公开)")
_WORK_SECRET = re.compile(r"(?:^|(?<=[\s（(【]))工作秘密(?:[★☆]|(?=$|[\s）)】]))", re.MULTILINE)


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Marks of classification, of internal papers, and statements that the paper is not for the public."""
    for found in _CLASSIFIED.finditer(text):
        yield hit("secrecy_mark", "classified", found.start(), found.start() + len(found[0].rstrip(" 　")))
    for found in _LABELLED.finditer(text):
        yield hit("secrecy_mark", "classified", *found.span(1))
    for found in _INTERNAL.finditer(text):
        yield hit("secrecy_mark", "internal", *found.span())
    for found in _NOT_PUBLIC.finditer(text):
        yield hit("secrecy_mark", "not_public", *found.span())
    for found in _FORBIDDEN.finditer(text):
        yield hit("secrecy_mark", "not_public", *found.span(1))
    for found in _WORK_SECRET.finditer(text):
        yield hit("secrecy_mark", "word", *found.span())
