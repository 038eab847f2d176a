"""Names near words about illness, disability or childhood: sensitive personal information (《个人信息保护法》第二十八条)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.checks.hits import Hit, hit

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_GIVEN = r"(?:某[某甲乙]?|[×xX*＊]{1,2}|[一-鿿]{1,2}|大[爷娘妈]|奶奶|爷爷)"
_NAME = re.compile(
    rf"(?:^|[，、：:；。\s（(者]|职工|学生|人员|对象|儿童|孤儿|未成年人|户主|申请人|当事人|同学)([{SURNAMES}]{_GIVEN})(?=[，、：:；。\s（(因患在的获现就确]|$)"
)
_PERSON_WORD = re.compile(r"患者|困难职工|救助对象|死亡人员|特困人员|学生|监护人|户主|申请人|低保对象")
_ILLNESS = re.compile(
    r"肺结核|艾滋病|尿毒症|白血病|[一-鿿]{0,1}(?:乳腺|肺|肝|胃|食管|食道|肠|直肠|结肠|宫颈|子宫|卵巢|前列腺|胰腺|甲状腺|鼻咽)癌"
    r"|恶性肿瘤|脑梗死|脑出血|脑瘫|精神分裂症|抑郁症|双相情感障碍|癫痫|糖尿病|高血压|冠心病|心脏病|肝硬化|乙肝|梅毒|帕金森病|阿尔茨海默病|自闭症|孤独症"
    r"|(?:精神|智力|肢体|视力|听力|言语|多重)残疾(?:[一二三四]级)?"
)
_CHILD = re.compile(r"孤儿|事实无人抚养儿童|留守儿童|困境儿童|未成年人|儿童|患儿")


def detect(text: str, *, day: date, words: Any = None) -> Iterator[Hit]:
    """Terms of health and of childhood in a clause with a person's name."""
    for found in _ILLNESS.finditer(text):
        if _name_near(text, *found.span(), before=48, after=10):
            yield hit("health", "found", *found.span())
    for found in _CHILD.finditer(text):
        if _name_near(text, *found.span(), before=4, after=6):
            yield hit("minor", "found", *found.span())


def _name_near(text: str, start: int, end: int, *, before: int, after: int) -> bool:
    left = max(text.rfind("\n", 0, start), text.rfind("。", 0, start)) + 1
    left = max(left, start - before)
    right = min(len(text), end + after)
    return any(not (found.start(1) < end and found.end(1) > start) for found in _NAME.finditer(text, left, right))
