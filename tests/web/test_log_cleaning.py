"""What is saved is validated whole, and records that are at hand are not asked for again."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.cleaning import at_hand, full_clean
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.columns import add_column
from gongkai.web.publishing.models import SiteColumn

pytestmark = pytest.mark.django_db


def test_a_record_that_was_given_is_not_asked_for(county):
    section = Section(organ=county.bureau, name="畜牧科")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        full_clean(section, alone=True)
    assert len(asked) == 0


def test_a_key_that_leads_nowhere_is_refused(county):
    with pytest.raises(ValidationError) as refused:
        save(Section(organ_id=10**6, name="畜牧科"), "add_section", by=SYSTEM, organ=county.bureau)
    assert list(refused.value.message_dict) == ["organ"]


def test_a_record_that_is_not_stored_or_not_the_one_of_the_key_is_not_at_hand(county):
    section = Section(organ=county.bureau, name="畜牧科")
    assert at_hand(section) == {"organ"}
    section.organ_id = county.other.pk
    assert at_hand(section) == set()
    assert at_hand(Section(organ=Organ(pk=10**6), name="畜牧科")) == set()


def test_what_must_be_unique_beside_a_record_at_hand_is_still_asked(county):
    add_column(county.bureau, by=SYSTEM, code="policy", title="政策文件")
    with pytest.raises(ValidationError):
        save(SiteColumn(organ=county.bureau, code="policy", title="别的"), "add_column", by=SYSTEM, organ=county.bureau)


def test_all_that_is_wrong_is_told_at_once_as_django_tells_it(county):
    column = SiteColumn(organ=county.bureau, code="", title="", update_class="没有这种")
    with pytest.raises(ValidationError) as ours:
        full_clean(column)
    with pytest.raises(ValidationError) as djangos:
        column.full_clean()
    assert ours.value.message_dict == djangos.value.message_dict
    assert len(ours.value.message_dict) == 3
