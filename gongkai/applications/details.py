"""What an application must say (《条例》第二十九条第二款), checked item by item; each complaint is a sentence for its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from gongkai.applications.intake import NATURAL_PERSON, RESIDENT_CARD, applicant_kinds, lists
from gongkai.organs.codes import InvalidCode, check_uscc

LONGEST_DESCRIPTION = 4000
LONGEST_ITEM = 200
_PHONE = re.compile(r"[+\d][\d\s\-()（）转]{5,28}\d")
_EMAIL = re.compile(r"[^@\s，、；]+@[^@\s，、；]+\.[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Details:
    """What the applicant wrote. Texts are trimmed by ``tidy``; empty means not given."""

    applicant_kind: str = NATURAL_PERSON
    applicant_name: str = ""
    identity_kind: str = ""
    identity_number: str = ""
    uscc: str = ""
    representative: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    description: str = ""
    wanted_form: str = ""
    wanted_route: str = ""

    def tidy(self) -> Details:
        """Without spaces around the items, numbers in their written form, and without what the kind of applicant has no use for."""
        plain = {name: " ".join(value.split()) for name, value in asdict(self).items() if name != "description"}
        plain["identity_number"] = plain["identity_number"].replace(" ", "").upper()
        plain["uscc"] = plain["uscc"].replace(" ", "").upper()
        if is_organisation(self.applicant_kind):
            plain |= {"identity_kind": "", "identity_number": ""}
        else:
            plain |= {"uscc": "", "representative": ""}
        return replace(self, **plain, description=self.description.replace("\r\n", "\n").strip())


def is_organisation(kind: str) -> bool:
    """Whether a kind of applicant is a legal person or another organisation."""
    found = applicant_kinds().get(kind)
    return bool(found and found.organisation)


def problems(details: Details, *, lenient: bool = False) -> Mapping[str, str]:
    """What is wrong, by field. ``lenient`` lets items be missing, as they may be in a letter that the office registers."""
    found = dict(_malformed(details))
    if not lenient:
        found = {**_missing(details), **found}
    elif not details.applicant_name:
        found["applicant_name"] = "请填写申请人的姓名或者名称；信上没有写明的，填“未写明”。"
    return found


def _missing(details: Details) -> dict[str, str]:
    found = {}
    if not details.applicant_name:
        found["applicant_name"] = "请填写姓名；法人或者其他组织，请填写名称。"
    if is_organisation(details.applicant_kind):
        if not details.uscc:
            found["uscc"] = "法人或者其他组织申请的，请填写统一社会信用代码，作为身份证明。"
        if not details.representative:
            found["representative"] = "请填写法定代表人、负责人或者联系人的姓名。"
    else:
        if not details.identity_kind:
            found["identity_kind"] = "请选择身份证明的种类。"
        if not details.identity_number:
            found["identity_number"] = "请填写身份证明的号码。《条例》要求申请包括申请人的身份证明。"
    if not (details.phone or details.email or details.address):
        found["phone"] = "电话、电子邮箱、通信地址至少填写一项，否则无法把答复送达给您。"
    if not details.description:
        found["description"] = "请写明所需政府信息的名称、文号，或者便于查询的其他特征。"
    if not details.wanted_form:
        found["wanted_form"] = "请选择希望以什么方式得到信息。"
    if not details.wanted_route:
        found["wanted_route"] = "请选择希望通过什么途径得到信息。"
    elif details.wanted_route == "email" and not details.email:
        found["email"] = "您希望用电子邮件收取，请填写电子邮箱。"
    elif details.wanted_route == "mail" and not details.address:
        found["address"] = "您希望邮寄收取，请填写通信地址。"
    return found


def _malformed(details: Details) -> dict[str, str]:
    found = {}
    for name in ("applicant_kind", "identity_kind", "wanted_form", "wanted_route"):
        value, known = getattr(details, name), lists()[f"{name}s"]
        if value and value not in known:
            found[name] = "请从列出的选项里选择。"
    if not details.applicant_kind:
        found["applicant_kind"] = "请选择申请人的类别。"
    for each in fields(details):
        if each.name != "description" and len(getattr(details, each.name)) > LONGEST_ITEM:
            found[each.name] = f"这一项最多写{LONGEST_ITEM}个字，请简写。"
    if len(details.description) > LONGEST_DESCRIPTION:
        found["description"] = f"最多写{LONGEST_DESCRIPTION}个字。内容多的，请分成几件申请，或者当面、邮寄提交。"
    if details.uscc and is_organisation(details.applicant_kind):
        try:
            check_uscc(details.uscc)
        except InvalidCode as problem:
            found["uscc"] = str(problem)
    if details.identity_number and details.identity_kind == RESIDENT_CARD and (wrong := _card(details.identity_number)):
        found["identity_number"] = wrong
    if details.phone and not _PHONE.fullmatch(details.phone):
        found["phone"] = "请核对电话号码，固定电话请带区号，例如 0731-1234567。"
    if details.email and not _EMAIL.fullmatch(details.email):
        found["email"] = "请核对电子邮箱，例如 name@example.com。"
    return found


def _card(number: str) -> str | None:
    """What is wrong with the number of a resident identity card (GB 11643—1999)."""
    from stdnum.cn import ric
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    try:
        ric.validate(number)
    except InvalidLength:
        return "居民身份证号码应当是18位，请核对有没有漏写或者多写。"
    except InvalidChecksum:
        return "居民身份证号码的最后一位对不上，请逐位核对，常见的是抄错或者两位写颠倒。"
    except ValidationError:
        return "居民身份证号码不对，请逐位核对；持其他证件的，请在上一项选择证件的种类。"
    return None


_NEEDLESS = (
    ("身份证号码", re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?!\d)")),
    ("手机号码", re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    ("银行卡号", re.compile(r"(?<!\d)[3-6]\d{15,18}(?!\d)")),
)


def needless_personal_data(text: str) -> tuple[str, ...]:
    """Kinds of personal data that stand in a description of information, where nobody needs them.

    >>> needless_personal_data("本人电话13900000000，请提供2023年部门决算")
    ('手机号码',)
    """
    cards = _NEEDLESS[0][1].findall(text)
    rest = text
    for each in cards:
        rest = rest.replace(each, "")
    return tuple(title for title, pattern in _NEEDLESS if (cards if title == "身份证号码" else pattern.search(rest)))
