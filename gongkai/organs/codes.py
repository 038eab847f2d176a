"""Codes by which organs are known: 统一社会信用代码 (GB 32100—2015), 网站标识码 (国办发〔2017〕47号), 行政区划代码 (GB/T 2260)."""

from __future__ import annotations

import re


class InvalidCode(ValueError):
    """A code that cannot be right; the text says why, in Chinese."""


def check_uscc(code: str) -> str:
    """The 统一社会信用代码 in its written form. Raises ``InvalidCode``."""
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

    try:
        return str(uscc.validate(code.strip().upper()))
    except InvalidLength:
        raise InvalidCode("统一社会信用代码应当是18位，请核对有没有漏写或者多写。") from None
    except InvalidChecksum:
        raise InvalidCode("统一社会信用代码的校验位不对，请逐位核对，常见的是抄错或者两位写颠倒。") from None
    except (InvalidFormat, ValidationError):
        raise InvalidCode("统一社会信用代码只有数字和大写字母（不用 I、O、S、V、Z），请核对。") from None


def check_site_code(code: str) -> str:
    """The ten digits of a 网站标识码. Raises ``InvalidCode``."""
    code = code.strip()
    if not re.fullmatch(r"[0-9a-zA-Z]{2}\d{8}", code):
        raise InvalidCode("网站标识码是10位，例如 4302210001，请照网站底部的标识码填写。")
    return code


def check_region_code(code: str) -> str:
    """The six digits of a division of a county or above. Raises ``InvalidCode``."""
    code = code.strip()
    if not re.fullmatch(r"[1-8]\d{5}", code):
        raise InvalidCode("行政区划代码是6位数字，例如 430221，乡镇填所在县的代码。")
    return code
