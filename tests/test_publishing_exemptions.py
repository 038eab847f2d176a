"""May it be published? The table of questions, weighed as the law weighs it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing.exemptions import (
    Answer,
    Incomplete,
    evaluate,
    later,
    looked_at_by,
    period_on,
    statement,
    wizard_on,
    wizards,
)
from gongkai.publishing.moves import DISCLOSURE_CLASSES

WIZARD = wizard_on(date(2024, 9, 20))
CLEAN = {
    "government_information": "yes", "responsible": "yes", "archived": "no", "state_secret": "no", "forbidden_by_law": "no",
    "security_stability": "no", "third_party": "no", "internal_affairs": "no", "deliberative": "no", "enforcement_file": "no",
    "must_be_public": "no", "own_regime": "no", "severance": "no", "listed": "yes",
}  # fmt: skip
"""Nothing in the way, and listed."""


def answered(reason="有理由", **chosen):
    return {key: Answer(option, reason) for key, option in (CLEAN | chosen).items()}


def weighed(**chosen):
    return evaluate(answered(**chosen), WIZARD)


def test_what_is_listed_and_hinders_nothing_must_be_published():
    outcome = weighed()
    assert (outcome.disclosure_class, outcome.decided_by, outcome.mandatory) == ("proactive", "10", True)
    assert "20个工作日" in outcome.next and statement(outcome) == ""


@pytest.mark.parametrize(
    ("option", "expected", "duty"), [("voluntary", "proactive", False), ("no", "on_request", False)]
)
def test_what_is_not_listed_is_published_by_choice_or_on_request(option, expected, duty):
    outcome = weighed(listed=option)
    assert (outcome.disclosure_class, outcome.mandatory) == (expected, duty)


@pytest.mark.parametrize(
    ("key", "number", "article"),
    [
        ("state_secret", "1", "第十四条"), ("forbidden_by_law", "2", "第十四条"), ("security_stability", "3", "第十四条"),
        ("third_party", "4", "第十五条"),
    ],
)  # fmt: skip
def test_articles_14_and_15_forbid(key, number, article):
    outcome = weighed(**{key: "yes"})
    assert (outcome.disclosure_class, outcome.decided_by, outcome.mandatory) == ("withheld", number, True)
    assert article in statement(outcome)


@pytest.mark.parametrize("key", ["internal_affairs", "deliberative", "enforcement_file"])
def test_article_16_is_a_power_and_using_it_needs_a_reason(key):
    outcome = weighed(**{key: "yes"})
    assert (outcome.disclosure_class, outcome.mandatory) == ("withheld", False)
    with pytest.raises(Incomplete, match="为什么不公开") as refusal:
        evaluate(answered(**{key: "yes"}) | {key: Answer("yes", "  ")}, WIZARD)
    assert list(refusal.value.problems) == [key]
    assert weighed(**{key: "open"}).disclosure_class == "proactive"


def test_a_rule_that_orders_publication_overrides_article_16():
    outcome = weighed(deliberative="yes", must_be_public="yes", listed="no")
    assert (outcome.disclosure_class, outcome.decided_by, outcome.mandatory) == ("proactive", "7x", True)
    assert [each.overridden for each in outcome.grounds if each.number == "6"] == [True]


def test_a_rule_that_orders_publication_does_not_override_articles_14_and_15():
    outcome = weighed(deliberative="yes", must_be_public="yes", third_party="yes")
    assert (outcome.disclosure_class, outcome.decided_by) == ("withheld", "4")


@pytest.mark.parametrize("exception", ["agreed", "public_interest"])
def test_article_15_has_two_exceptions_each_with_a_reason(exception):
    outcome = weighed(third_party=exception)
    assert outcome.disclosure_class == "proactive"
    assert [each.number for each in outcome.grounds] == ["4", "10"]
    with pytest.raises(Incomplete):
        evaluate(answered(third_party=exception) | {"third_party": Answer(exception)}, WIZARD)


def test_every_ground_is_recorded_though_the_first_decides():
    outcome = weighed(security_stability="yes", third_party="yes", internal_affairs="yes")
    assert outcome.decided_by == "3"
    assert [each.number for each in outcome.grounds] == ["3", "4", "5", "10"]
    assert statement(outcome).count("；") == 2


def test_what_can_be_cut_out_leaves_the_rest_public():
    outcome = weighed(third_party="yes", severance="yes")
    assert (outcome.disclosure_class, outcome.partial, outcome.cut) == ("proactive", True, "有理由")


@pytest.mark.parametrize(
    ("key", "option"),
    [("government_information", "no"), ("responsible", "no"), ("responsible", "consult"), ("archived", "yes")],
)
def test_what_is_outside_the_regulations_leads_out_and_asks_nothing_more(key, option):
    keys = [question.key for question in WIZARD.questions]
    asked = {name: answer for name, answer in answered(**{key: option}).items() if keys.index(name) <= keys.index(key)}
    outcome = evaluate(asked, WIZARD)
    assert outcome.disclosure_class == "" and outcome.next


def test_a_question_left_open_is_named():
    answers = answered()
    del answers["third_party"]
    with pytest.raises(Incomplete, match="请回答第4题。"):
        evaluate(answers, WIZARD)
    with pytest.raises(Incomplete, match="请回答第4题。"):
        evaluate(answers | {"third_party": Answer("nonsense")}, WIZARD)


def test_severance_is_asked_only_where_something_is_in_the_way():
    answers = answered()
    del answers["severance"], answers["must_be_public"]
    assert evaluate(answers, WIZARD).disclosure_class == "proactive"
    with pytest.raises(Incomplete, match="第9题"):
        evaluate(answers | {"third_party": Answer("yes", "隐私")}, WIZARD)


@given(
    st.fixed_dictionaries({each.key: st.sampled_from([one.key for one in each.options]) for each in WIZARD.questions})
)
def test_no_answers_publish_whole_what_the_law_forbids(chosen):
    outcome = evaluate({key: Answer(option, "理由") for key, option in chosen.items()}, WIZARD)
    assert outcome.disclosure_class in ("", *DISCLOSURE_CLASSES)
    forbidden = any(each.effect == "must_not" for each in outcome.grounds)
    if outcome.disclosure_class and forbidden:
        assert outcome.disclosure_class == "withheld" or (outcome.partial and outcome.cut)
    if outcome.disclosure_class == "withheld":
        assert statement(outcome)


def test_every_question_has_its_article_and_every_table_its_basis():
    for wizard in wizards():
        assert wizard.basis
        assert all("第" in question.article for question in wizard.questions)
        assert [question.number for question in wizard.questions][:4] == ["0a", "0b", "0c", "1"]


@given(st.dates(date(2019, 5, 15), date(2090, 12, 31)))
def test_what_was_looked_at_before_the_day_is_due_and_nothing_later(day):
    last, months = looked_at_by(day), period_on(day).months
    assert later(last, months) <= day < later(last + timedelta(days=1), months)
