"""Which passwords are taken: long enough, and not what somebody who knows the office tries first."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from gongkai.organs.roles import Role
from gongkai.web.accounts.models import Person

EASY = [
    "short-1a", "Qingshi2024!", "admin@2024", "Admin@123456", "P@ssw0rd2024", "zhengwu2024!!", "Zwgk@2025", "1qaz@WSX3edc",
    "qwerty123456", "a13912345678", "19850101ab!", "aaaaaaaaaaa", "abcdefghijk", "xxgk_Qingshi_2024", "zfxxgk2026gov",
    "hunan-yueyang-2024", "a1!a1!a1!a1!", "bangongshi!@#123", "1234567890", "07001234567ab", "Nongye#2025#", "nongye.auditor1",
    "iloveyou2024", "ｑｗｅｒｔｙ１２３４５", "password1234", "zhangsan2024!",
]  # fmt: skip
GOOD = [
    "竹林-slow-kettle-47", "correct horse battery", "k7mq-w3ht-9dxz-b4rn", "雨后的竹笋2", "我爱 石磨豆腐", "Tr0ub4dor&3rust",
    "三只羊 parked 在门口", "x9!vTq2#Lm7p", "Hunan trains run late 8",
]  # fmt: skip


@pytest.fixture
def person() -> Person:
    return Person(username="wang.li", name="王丽", office_phone="0700-1234567")


@pytest.mark.parametrize("password", EASY)
def test_what_is_tried_first_in_an_office_is_refused_in_chinese(county, password):
    person = county.person(Role.AUDITOR)
    person.office_phone = "0700-1234567"
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, person)
    assert all("密码" in text or "字符" in text for text in refusal.value.messages)
    assert not any(word in " ".join(refusal.value.messages) for word in ("password", "qingshi", "nongye"))


@pytest.mark.parametrize("password", GOOD)
def test_some_unrelated_words_make_a_password(person, password):
    validate_password(password, person)


def test_the_help_says_in_chinese_what_is_asked():
    assert len(password_validators_help_texts()) == 5
    assert not any("password" in text.lower() for text in password_validators_help_texts())
