"""Which addresses may be asked: nothing that leads into the organ's own network, however it is written."""

from __future__ import annotations

import pytest

from gongkai.checks.links import NotAsked, is_external, is_local, safe_target


def resolving(*numbers):
    return lambda host, port: list(numbers)


def test_a_public_address_is_asked_at_the_number_that_was_judged():
    assert safe_target("https://www.gov.cn/x", resolving("123.56.1.2")) == ("www.gov.cn", "123.56.1.2", 443)


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1",
     "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "240.0.0.1", "255.255.255.255", "::"],
)  # fmt: skip
def test_what_resolves_to_an_inner_number_is_not_asked_even_beside_a_public_one(number):
    with pytest.raises(NotAsked, match="内部网络"):
        safe_target("http://a.example.cn/", resolving("123.56.1.2", number))


@pytest.mark.parametrize(
    "address",
    ["ftp://www.gov.cn/", "file:///etc/passwd", "javascript:alert(1)", "//www.gov.cn/", "http:///x", "http://a:b@www.gov.cn/",
     "http://www.gov.cn:22/", "http://www.gov.cn:99999/", "gopher://www.gov.cn/", "http://[::1/"],
)  # fmt: skip
def test_other_schemes_ports_and_passwords_are_not_asked(address):
    with pytest.raises(NotAsked):
        safe_target(address, resolving("123.56.1.2"))


@pytest.mark.parametrize(
    "address",
    ["http://localhost/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://192.168.0.1:8080/",
     "http://[::1]/", "http://oa.internal/", "http://10.0.0.8/oa"],
)  # fmt: skip
def test_local_addresses_are_told_without_asking_anyone(address):
    assert is_local(address)


def test_public_names_are_external_and_not_local():
    assert is_external("http://www.gov.cn/")
    assert not is_local("http://www.gov.cn/")
    assert not is_external("/items/x/")
    assert not is_external("mailto:a@qq.com")
