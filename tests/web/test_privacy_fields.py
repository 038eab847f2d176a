"""Personal data in the database is ciphertext; equal values are found by an index that tells nothing; keys can be changed."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from test_applications_services import COMPANY, JUNE_1, WANG, moment

from gongkai.web.applications import services
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import search, similar
from gongkai.web.privacy.cipher import Undecipherable, blind_index, decrypt, encrypt
from gongkai.web.privacy.masks import mask_name, mask_number


def test_what_is_stored_is_another_ciphertext_each_time():
    assert encrypt("王小禾") != encrypt("王小禾")
    assert decrypt(encrypt("王小禾")) == "王小禾"


def test_old_keys_still_read_after_a_new_one_and_a_strange_key_does_not(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.PRIVACY_KEYS = (old,)
    token = encrypt("王小禾")
    settings.PRIVACY_KEYS = (new, old)
    assert decrypt(token) == "王小禾"
    settings.PRIVACY_KEYS = (new,)
    with pytest.raises(Undecipherable, match=r"secrets\.json"):
        decrypt(token)


def test_equal_values_have_one_index_whatever_their_spaces_and_case():
    assert blind_index("e1234 5678") == blind_index("E12345678") != blind_index("E12345679")
    assert blind_index("") == blind_index("  ") == ""


def test_an_encrypted_field_cannot_be_searched_by_mistake():
    with pytest.raises(TypeError, match="blind_index"):
        Application.objects.filter(applicant_name="王小禾")


def test_the_row_in_the_database_holds_no_name(county):
    application = services.submit(county.bureau, WANG, at=moment(JUNE_1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT applicant_name FROM applications_application WHERE id = %s", [application.pk])
        (stored,) = cursor.fetchone()
    assert "王小禾" not in stored and decrypt(stored) == "王小禾"


def test_applications_of_one_person_are_found_by_name_and_by_number(county):
    one = services.submit(county.bureau, WANG, at=moment(JUNE_1))
    two = services.submit(county.bureau, WANG, at=moment(JUNE_1))
    services.submit(county.bureau, COMPANY, at=moment(JUNE_1))
    assert list(similar(two, Application.objects.all())) == [one]
    for text in ("王小禾", "11010519491231002x"):
        assert set(search(Application.objects.all(), text)) == {one, two}
    assert not search(Application.objects.all(), "王小")
    assert search(Application.objects.all(), "0002").get() == two


def test_masks_tell_persons_apart_without_naming_them():
    assert (mask_name(""), mask_name("王"), mask_name("王小禾")) == ("", "*", "王**")
    assert (mask_number(""), mask_number("12345"), mask_number("13912345678")) == ("", "*****", "139******78")
