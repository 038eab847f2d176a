"""Fonts for the PDF: the organ's own first, then the system's, then the free ones that are installed with the program.

GB/T 9704-2012 asks for 仿宋 (text), 小标宋 (title), 黑体 and 楷体 (headings). Offices have them by licence and name their folder in
``GONGKAI_FONTS``. Where they are missing, a Song face takes the place of 仿宋, 小标宋 and 楷体, and a sans face that of 黑体.
A machine without any Chinese font is told so; it never gets a report full of empty boxes.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gongkai.documents.model import Unreadable
from gongkai.letters.coverage import NoFont, characters

FOLDER = "GONGKAI_FONTS"
PACKAGES = ("pylopdf_fonts_zh_cn", "noto_cjk_sans_otc")
SONG = (
    "SimSun", "宋体", "NSimSun", "STSong", "华文宋体", "Songti SC", "FZShuSong-Z01", "FandolSong", "Source Han Serif SC",
    "Source Han Serif CN", "思源宋体", "Noto Serif CJK SC", "Noto Serif SC", "AR PL UMing CN",
)  # fmt: skip
SANS = (
    "SimHei", "黑体", "STHeiti", "华文黑体", "Heiti SC", "FZHei-B01", "FandolHei", "Source Han Sans SC", "Source Han Sans CN",
    "思源黑体", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "微软雅黑", "PingFang SC", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Noto Sans CJK JP", "Droid Sans Fallback",
)  # fmt: skip
FANG = (
    "FangSong_GB2312",
    "仿宋_GB2312",
    "FangSong",
    "仿宋",
    "STFangsong",
    "华文仿宋",
    "FZFangSong-Z02",
    "方正仿宋_GBK",
    "FandolFang R",
    "FandolFang",
)
KAI = (
    "KaiTi_GB2312",
    "楷体_GB2312",
    "KaiTi",
    "楷体",
    "STKaiti",
    "华文楷体",
    "Kaiti SC",
    "FZKai-Z03",
    "方正楷体_GBK",
    "FandolKai",
    "LXGW WenKai",
    "AR PL UKai CN",
)
TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "STZhongsong", "华文中宋")
ROLES = {
    "body": (*FANG, *SONG, *KAI, *SANS),
    "title": (*TITLE, *SONG, *FANG, *SANS),
    "heading": (*SANS, *SONG, *FANG),
    "lead": (*KAI, *SONG, *FANG, *SANS),
}
WORDS = {
    "body": ("仿宋", "fangsong", "fang song", "fang"),
    "title": ("小标宋", "xiaobiaosong", "标宋"),
    "heading": ("黑", "hei"),
    "lead": ("楷", "kai"),
}
SAMPLE = "政府信息公开"
BOLD = 600
MISSING = "〓"


@dataclass(frozen=True, slots=True)
class Faces:
    """``families`` for each role, best first; ``strong`` says which role has a face of its own weight and needs no help."""

    fonts: Any
    families: dict[str, list[str]]
    strong: frozenset[str]
    bold: frozenset[str]
    files: tuple[tuple[str, int], ...]

    def missing(self, text: str) -> list[str]:
        """The characters of ``text`` that no font here has, each once, in order."""
        left = dict.fromkeys(sign for sign in text if not sign.isspace())
        for path, index in self.files:
            if not left:
                break
            try:
                known = characters(path, index)
            except NoFont:
                continue
            left = {sign: None for sign in left if ord(sign) not in known}
        return list(left)

    def shown(self, text: str) -> str:
        """``text`` with 〓 in the place of every sign that no font has. Raises ``Unreadable`` for a letter or 汉字: none may vanish."""
        missing = self.missing(text)
        letters = [sign for sign in missing if unicodedata.category(sign)[0] in "LN"]
        if letters:
            named = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in letters[:10])
            raise Unreadable(
                "no-glyph",
                f"现有的字体里没有这些字：{named}，写成 PDF 会变成空框。请把有这些字的字体放进环境变量 {FOLDER} 所指的"
                "文件夹后再试，或者写成 DOCX。",
            )
        for sign in missing:
            text = text.replace(sign, MISSING)
        return text


def faces() -> Faces:
    """The fonts to use now. Raises ``Unreadable("no-font", …)`` when no font has Chinese characters."""
    return _faces(os.environ.get(FOLDER, ""))


@lru_cache(maxsize=4)
def _faces(folder: str) -> Faces:
    import typst

    if folder and not Path(folder).is_dir():
        raise Unreadable("no-font", f"环境变量 {FOLDER} 所指的字体文件夹不存在：{folder}")
    own = _chinese(typst.Fonts(False, False, [folder]).fonts()) if folder else []
    paths = ([folder] if folder else []) + _package_folders()
    fonts = typst.Fonts(True, False, paths)
    listed = fonts.fonts()
    known = {face.family.casefold(): face.family for face in listed}
    wanted = {name.casefold() for names in ROLES.values() for name in names}
    usable = _chinese([face for face in listed if face.family.casefold() in wanted])
    others = [] if own or usable else _chinese(listed)
    if not (own or usable or others):
        raise Unreadable(
            "no-font",
            "这台机器上没有中文字体，不能写成 PDF。请把仿宋、小标宋等字体文件放进一个文件夹，"
            f"用环境变量 {FOLDER} 指明；或者安装中文字体后再试。写成 DOCX、HTML 不需要字体。",
        )
    families: dict[str, list[str]] = {}
    strong = set()
    usable_names = {face.family for face in usable}
    for role, names in ROLES.items():
        fitting = [face.family for face in own if any(word in face.family.casefold() for word in WORDS[role])]
        system = [known[name.casefold()] for name in names if known.get(name.casefold()) in usable_names]
        rest = [face.family for face in (*own, *others)]
        families[role] = list(dict.fromkeys((*fitting, *system, *rest)))
        first = families[role][0].casefold()
        special = {name.casefold() for name in {"title": TITLE, "lead": KAI}.get(role, names)}
        if fitting or first in special:
            strong.add(role)
    chain = {family for names in families.values() for family in names}
    files = dict.fromkeys(
        (face.path, face.index) for face in (*own, *usable, *others) if face.family in chain and face.path
    )
    bold = frozenset(face.family for face in listed if face.weight >= BOLD)
    return Faces(fonts, families, frozenset(strong), bold, tuple(files))


def _package_folders() -> list[str]:
    found = []
    for name in PACKAGES:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            found.append(str(Path(spec.origin).parent))
    return found


def _chinese(listed: list[Any]) -> list[Any]:
    """Those faces that have Chinese characters."""
    found = []
    for face in listed:
        try:
            known = characters(face.path or "", face.index)
        except NoFont:
            continue
        if all(ord(sign) in known for sign in SAMPLE):
            found.append(face)
    return found
