"""Nothing unpublished is reachable: every public address there is, asked in every way, for words that no public item holds.

Each hidden thing has words of its own in every field (``Marks``); one of them anywhere in an answer is a leak. Addresses come
from the resolver, so a new one is asked as well: whoever opens one with a parameter unknown here enters in ``FILLED`` what
to put there, or the test fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from exemption_walks import withheld

from gongkai.organs.roles import Role
from gongkai.web.log.models import Event
from gongkai.web.organs.models import OrganDocument
from gongkai.web.organs.services import add_document, release_version, write_version
from gongkai.web.publishing import attaching, services
from gongkai.web.publishing.bulk import Draft, draft_many
from gongkai.web.publishing.local_classes import add_local_class
from gongkai.web.publishing.models import Item, Version
from gongkai.web.publishing.relating import relate
from gongkai.web.registers import services as registers
from gongkai.web.registers.models import Decision, Fee, Matter, ProcurementProject
from gongkai.web.screening import services as screening
from gongkai.web.search import services as search
from tests.web.addresses import Address, addresses
from tests.web.conftest import verified
from tests.web.publishing_walks import column_of, drafted, reviewed, who
from tests.web.test_files_keeping import _own_storage, kept, png  # noqa: F401

HIDDEN = re.compile(r"zzq[a-z]+|1380013\d{4}")
"""How the words of hidden things begin; those of public things begin with ``ppq``."""
STAFF = ("workbench/", "account/", "sign-in/", "sign-out/")


class World:
    """An office with a thing in every state. ``marks`` are the words of what is hidden, ``items`` the items by state."""

    def __init__(self, county: Any) -> None:
        self.county = county
        self.marks: set[str] = set()
        self.items: dict[str, Item] = {}
        self.files: list[Any] = []
        self.said: dict[str, str] = {}
        self.classes: list[str] = []
        self.numbers: list[str] = []
        self.column = column_of(county)
        self.further = column_of(county, code="further", title="专栏")

    def word(self, state: str, what: str, public: bool = False) -> str:
        """A word that only this field of this thing holds."""
        made = f"{'ppq' if public else 'zzq'}{state}{what}".replace("_", "").lower()
        if not public:
            self.marks.add(made)
        return made

    def words(self, state: str, public: bool = False, **fields: Any) -> dict[str, Any]:
        """Every field of a wording, filled with words."""

        def word(what: str) -> str:
            return self.word(state, what, public)

        key = word("class")
        add_local_class(
            self.county.bureau,
            by=self.by(Role.FOI_OFFICER),
            within=self.county.bureau,
            key=key,
            title=word("classtitle"),
        )
        self.classes.append(key)
        picture = kept(self.county, f"{word('picturename')}.png", png(len(self.files) + 2))
        self.files.append(picture)
        address = attaching.file_address(picture)
        return {
            "title": f"关于{word('title')}的通知",
            "body_html": f'<p>内容是{word("body")}。</p><p><img src="{address}" alt="{word("alt")}"></p>',
            "summary": word("summary"),
            "keywords": word("keyword"),
            "document_number": word("number"),
            "content_source": word("source"),
            "issuer": word("issuer"),
            "genre": "normative_documents",
            "earlier_url": f"https://example.gov.cn/{word('earlier')}",
            "earlier_published_on": date(2024, 9, 21),
            "local_classes": [key],
            "also_in": [self.further.pk],
        } | fields

    def keys(self) -> list[Any]:
        """Of the files of public and hidden things; each single one is asked for elsewhere here."""
        return [each.key for each in self.files if re.search("plain|older|newer|gone|behind|draft", each.name)]

    def by(self, role: Role) -> Any:
        return who(self.county, role)

    def draft(self, state: str, public: bool = False, **fields: Any) -> Version:
        """A draft with all its words and a file below the text."""
        return self.attached(drafted(self.county, **self.words(state, public, **fields)), state, public)

    def attached(self, version: Version, state: str, public: bool = False) -> Version:
        names = [self.word(state, what, public) for what in ("filename", "filetext", "filetitle")]
        file = kept(self.county, f"{names[0]}.csv", f"序号,内容\n1,{names[1]}".encode())
        attaching.attach(version, by=self.by(Role.INFO_OFFICER), file=file, title=names[2])
        self.files.append(file)
        self.items[state] = Item.objects.get(pk=version.item_id)
        return version

    def upto(self, state: str, stage: str, public: bool = False, **fields: Any) -> Version:
        """An item that has come as far as a stage, and whose reviewers said words that stay inside."""
        version = self.draft(state, public, **fields)
        services.submit(version, by=self.by(Role.INFO_OFFICER))
        for role, conclusion in (
            (Role.SECTION_HEAD, "passed"),
            (Role.SECRECY_REVIEWER, "passed"),
            (Role.FOI_OFFICER, "cleared"),
        ):
            if version.state == stage:
                break
            said = {name: self.word(state, f"{role.value}{name}") for name in ("opinion", "basis")}
            services.review(version, by=self.by(role), conclusion=conclusion, **said)
        return version

    def publish(self, version: Version) -> Item:
        services.publish(version, by=self.by(Role.FOI_OFFICER))
        return Item.objects.get(pk=version.item_id)

    def next_version(self, item: Item, state: str, public: bool = False) -> Version:
        by = self.by(Role.INFO_OFFICER)
        version = services.new_version(item, by=by, **self.words(state, public))
        for each in attaching.listed(version.wording):
            attaching.detach(version, by=by, file=each.file)
        return self.attached(version, state, public)


@pytest.fixture
def world(county: Any, settings: Any, monkeypatch: Any) -> World:
    """Everything that an office can have on its way, and whole pages kept as in service."""
    pages = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "leaks"}
    settings.CACHES = settings.CACHES | {"pages": pages}
    monkeypatch.setattr("gongkai.web.portal.search.views.SEARCHES_A_MINUTE", 10**6)
    monkeypatch.setattr("gongkai.web.portal.search.views.SUGGESTIONS_A_MINUTE", 10**6)
    # 提取文字另开一个进程，一份要半秒；这里只要它的文字进检索
    monkeypatch.setattr("gongkai.web.files.services.read_upload", lambda data, kind, name: (data.decode(), {}))
    monkeypatch.setattr("gongkai.web.files.previewing.preview_html", lambda data, kind, name: escape(data.decode()))
    cache.clear()
    made = World(county)
    officer, office = made.by(Role.INFO_OFFICER), made.by(Role.FOI_OFFICER)
    for fill in (_on_the_way, _once_public, _registered, _imported, _rules):
        fill(made, officer, office)
    return made


def _on_the_way(made: World, officer: Any, office: Any) -> None:
    made.draft("draft", body_html=f"<p>{made.word('draft', 'body')}，电话13800138000。</p>")
    made.marks.add("13800138000")
    screening.screen(made.items["draft"].versions.get().wording, by=officer)
    made.upto("sectionreview", "section_review")
    made.upto("secrecyreview", "secrecy_review")
    made.upto("officereview", "office_review")
    services.refer_legal(made.upto("legal", "office_review"), by=office, matter=made.word("legal", "matter"))
    services.hold(made.upto("held", "office_review"), by=office, reason=made.word("held", "reason"))
    made.upto("cleared", "cleared")
    later = timezone.now() + timedelta(days=2)
    services.schedule(made.upto("scheduled", "cleared"), by=office, publish_at=later)
    discarded = made.draft("discarded")
    services.discard(discarded, by=officer, reason=made.word("discarded", "reason"))
    returned = made.upto("returned", "section_review")
    said = {name: made.word("returned", name) for name in ("opinion", "basis")}
    services.review(returned, by=made.by(Role.SECTION_HEAD), conclusion="returned", **said)
    fields = {
        "title": f"关于{made.word('withheld', 'title')}的请示",
        "body_html": f"<p>{made.word('withheld', 'body')}</p>",
        "ground": made.word("withheld", "ground"),
    }
    made.items["withheld"] = withheld(made.county, **fields).item


def _once_public(made: World, officer: Any, office: Any) -> None:
    plain = made.publish(made.upto("plain", "cleared", public=True))
    services.repeal(
        made.publish(made.upto("repealed", "cleared", public=True)), by=office, on=date(2025, 1, 1), ground="另有规定"
    )
    older = made.upto("older", "cleared")
    changed = made.publish(older)
    newer = made.next_version(changed, "newer", public=True)
    services.submit(newer, by=officer)
    made.publish(reviewed(made.county, newer))
    made.next_version(plain, "behind")
    gone = made.publish(made.upto("gone", "cleared"))
    interpretation = made.draft("interpreting", genre="interpretations", details={"form": "text"})
    relate(interpretation.item, "interprets", by=office, target=plain)
    relate(gone, "amends", by=office, target=plain, note=made.word("gone", "note"))
    relate(plain, "related", by=office, target=gone)
    relate(made.items["draft"], "repeals", by=office, target=plain, note=made.word("draft", "note"))
    for address in _lists() + numbered(gone) + [each for file in made.files[-4:] for each in _of_file(file)]:
        asked(Client(), address)
    services.withdraw(gone, by=office, reason="内容有误，已经撤下")
    twice = made.publish(made.upto("gonetwice", "cleared"))
    made.next_version(twice, "goneandback")
    services.withdraw(twice, by=office, reason="内容有误，已经撤下")
    for key in ("plain", "repealed", "newer", "gone", "gonetwice"):
        made.items[key].refresh_from_db()
        made.numbers.append(str(made.items[key].index_number))


def _registered(made: World, officer: Any, office: Any) -> None:
    bureau, again = made.county.bureau, made.county.person

    def word(what: str) -> str:
        return made.word("register", what)

    for number, end in enumerate(("entered", "kept", "back")):
        decided = {
            "kind": "penalties",
            "number": word(f"{end}number"),
            "decided_on": date(2024, 5, 6 + number),
            "is_person": False,
            **{name: word(f"{end}{name}") for name in ("subject", "content", "result", "basis")},
        }
        decision = registers.enter(Decision, bureau, by=officer, **decided)
        if end == "kept":
            registers.keep_back(decision, by=office, reason=word("keptreason"))
        if end == "back":
            registers.withdraw(registers.release(decision, by=office), by=office, reason=word("backreason"))
    day = date(2024, 1, 10)
    registers.enter(
        Matter, bureau, by=officer, kind="licensing", name=word("matter"), basis=word("matterbasis"), added_on=day
    )
    registers.enter(
        Fee, bureau, by=officer, name=word("fee"), basis=word("feebasis"), standard=word("standard"), added_on=day
    )
    registers.enter(ProcurementProject, bureau, by=officer, name=word("bought"), on=day, amount=100)
    assert again(Role.FOI_OFFICER)


def _imported(made: World, officer: Any, office: Any) -> None:
    """Drafts that bear an index number already: the number leads nowhere before they are published."""
    words = made.words("imported")
    version = draft_many(made.county.bureau, [Draft(made.column, None, words, "nongye/2019-00077")], by=officer)[0]
    made.attached(version, "imported")
    made.numbers.append("nongye/2019-00077")


def _rules(made: World, officer: Any, office: Any) -> None:
    rule = add_document(
        made.county.bureau, by=officer, kind=OrganDocument.Kind.RULES, code="rule", title="公开工作制度"
    )
    first = write_version(
        rule, by=officer, body=f"第一条 {made.word('rule', 'one', True)}", effective_on=date(2024, 1, 1)
    )
    release_version(first, by=office)
    write_version(
        rule,
        by=officer,
        body=f"第一条 {made.word('rule', 'two')}",
        effective_on=date(2024, 6, 1),
        what_changed=made.word("rule", "change"),
    )
    hidden = add_document(
        made.county.bureau, by=officer, kind=OrganDocument.Kind.RULES, code="hidden", title=made.word("rule", "title")
    )
    write_version(hidden, by=officer, body=made.word("rule", "body"), effective_on=date(2024, 1, 1))


def numbered(item: Item) -> list[str]:
    """The addresses of an item, with its number written as people and old links write it."""
    assert item.index_number is not None
    loose = quote(item.index_number.replace("-", "—").replace("/", "／"))
    ways = [(item.index_number, end) for end in ("/", "/print/", "/qr.svg", "")]
    ways += [(number, "/") for number in (item.index_number.upper(), loose, item.index_number + ".html")]
    return [f"/items/{number}{end}" for number, end in ways] + [
        f"/api/v1/items/{each}" for each in (item.index_number, loose, item.index_number.lower())
    ]


def _of_file(file: Any) -> list[str]:
    return [attaching.file_address(file), f"/files/{file.key}/x", f"/files/{file.key}/preview/"]


# 每个地址的参数怎样填：按路由的名称，没有的按参数的名称
PARAMETERS: dict[str, Any] = {
    "code": lambda world: ["nongye"],
    "column": lambda world: ["documents", "further"],
    "index_number": lambda world: world.numbers,
    "to": lambda world: ["atom", "rss", "json", "xml"],
    "year": lambda world: [2024],
    "version": lambda world: [1],
    "document": lambda world: ["rule", "hidden"],
}
FILLED: dict[str, dict[str, Any]] = {
    "portal:file": {"key": lambda world: world.keys(), "name": lambda world: ["x"]},
    "portal:file_preview": {"key": lambda world: world.keys()},
    "portal:application_file": {"key": lambda world: world.keys()},
    "portal:application_letter": {"key": lambda world: [1, 2]},
    "portal:application_hand_in": {"kind": lambda world: ["correction", "withdrawal"]},
    "portal:question": {"pk": lambda world: [1, 2]},
    **{f"portal:{name}": {"pk": lambda world: [1, 2]} for name in ("concern", "meeting", "meeting_ask")},
    "portal:proposal": {"pk": lambda world: [1, 2]},
    **{
        f"portal:{name}": {"number": lambda world: ["nongye-zj-2026-001", "x"]}
        for name in ("consultation", "opinion", "survey", "consultation_thanks")
    },
    "portal:consultation_file": {"number": lambda world: ["nongye-zj-2026-001"], "key": lambda world: world.keys()},
    "portal:application_other": {"number": lambda world: ["x"]},
    "calendar": {"key": lambda world: ["x"]},
    "portal:sitemap_part": {"number": lambda world: [1, 2]},
    "portal:guide_version": {"number": lambda world: [1, 2]},
    "portal:document_version": {"number": lambda world: [1, 2, 3]},
    "portal:annual_report_file": {"to": lambda world: ["json", "docx"]},
    "nothing_there": {"rest": lambda world: [f"items/{each}" for each in world.numbers]},
}


def filled(world: World) -> Iterator[str]:
    """Every public address, with everything that can be put into it. Fails for a parameter that nobody knows."""
    for each in public_addresses():
        ways: list[dict[str, Any]] = [{}]
        for name, _ in each.parameters:
            known = FILLED.get(each.name, {}).get(name) or PARAMETERS.get(name)
            assert known, f"新的公开地址 {each.route}：请在 FILLED 里写明参数 {name} 怎样填，好让它也被查到。"
            ways = [way | {name: value} for way in ways for value in known(world)]
        yield from dict.fromkeys(each.filled(way) for way in ways)


def public_addresses() -> list[Address]:
    return [each for each in addresses() if not each.route.startswith(STAFF)]


def _lists() -> list[str]:
    """Addresses without a record in them, and those of an organ and a column."""
    return [
        *("/", "/items/", "/policies/", "/services/", "/search/", "/sitemap.xml", "/sitemap-1.xml", "/feed.json"),
        *("/nongye/", "/nongye/catalogue/", "/nongye/catalogue/documents/", "/nongye/feed.rss", "/nongye/policies/"),
        *("/api/v1/items", "/api/v1/changes", "/api/v1/search?q=x", "/nongye/catalogue.csv", "/search/?q=通知"),
    ]


def asked(client: Client, address: str, **headers: str) -> tuple[Any, str]:
    """The answer and all that it says: its body, where it leads, its headers."""
    answer = client.get(address, headers=headers)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.items())
    return answer, body.decode("utf-8", "replace") + told


def leaks(world: World, text: str, typed: str = "") -> set[str]:
    """The words of hidden things in a text; what was typed may be repeated."""
    found = set(HIDDEN.findall(text))
    return {each for each in found if each != typed and any(mark in each for mark in world.marks)}


def no_public_address_says_a_word_of_what_is_not_public(world: World) -> None:
    wrong, happened = {}, Event.objects.count()
    for address in filled(world):
        _, world.said[address] = asked(Client(), address)
        if found := leaks(world, world.said[address]):
            wrong[address] = found
    assert wrong == {}
    assert Event.objects.count() == happened, "只是看，却留下了改动的记录"
    everything = "\n".join(world.said.values())
    for seen in (
        "ppqplaintitle",
        "ppqplainbody",
        "ppqplainfiletext",
        "ppqnewertitle",
        "ppqrepealedtitle",
        "ppqruleone",
    ):
        assert seen in everything, f"{seen}应当看得到，否则这个检查什么也没有查。"


def public_addresses_are_the_same_for_a_stranger_who_is_signed_in(world: World) -> None:
    insider = verified(Client(), world.county.person(Role.FOI_OFFICER, world.county.other))
    for address, before in world.said.items():
        if address.startswith("/files/") or (address.startswith("/items/") and world.numbers[0] not in address):
            continue
        answer, text = asked(insider, address)
        assert leaks(world, text) == set(), address
        kept_by_others = "public" in answer.get("Cache-Control", "")
        assert not kept_by_others or _plain(text) == _plain(before), f"{address} 对登录的人不同，却准许别处留存"


def _plain(text: str) -> str:
    """Without what differs in every answer."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return re.sub(r"(?m)^(X-Request-Id|Set-Cookie|Expires|ETag|Vary|Content-Length): .*$", "", text)


def numbers_and_files_of_what_is_not_public_answer_404_or_410_however_they_are_asked_for(world: World) -> None:
    client = Client()
    for state, status in (("gone", 410), ("gonetwice", 410), ("imported", 404)):
        item = Item.objects.get(pk=world.items[state].pk)
        assert item.state != "published"
        for address in numbered(item):
            answer, text = asked(client, address)
            while answer.status_code in (301, 302):
                answer, text = asked(client, unquote(answer["Location"]))
            assert answer.status_code in (status, 404) and leaks(world, text) == set(), address
        assert client.get(f"/items/{item.index_number}/").status_code == status
        assert client.get(f"/api/v1/items/{item.index_number}").status_code == status
    hidden = [file for file in world.files if HIDDEN.search(file.name)]
    assert len(hidden) > 30
    for file in hidden:
        for headers in ({"If-None-Match": f'"{file.sha256}", *'}, {"Range": "bytes=0-9"}):
            answer, text = asked(client, attaching.file_address(file), **headers)
            assert answer.status_code in (404, 410), (file.name, headers)
            assert leaks(world, text.replace(file.name, "")) == set()
            assert file.sha256 not in text
        head = client.head(attaching.file_address(file))
        assert head.status_code in (404, 410) and "ETag" not in head


def nothing_hidden_is_found_by_its_own_words(world: World) -> None:
    client = Client()
    fields = ("summary", "keyword", "number", "alt", "filetitle", "body", "filetext")
    for mark in sorted(each for each in world.marks if each.endswith(fields)):
        assert search.search(mark, fragments=False).total == 0, mark
    for state in world.items:
        title = f"zzq{state}title"
        assert search.suggest(title) == []
        everywhere = state in ("draft", "gone", "older", "behind")
        for mark in ({title, f"zzq{state}body", f"zzq{state}filetext"} if everywhere else {title}) & world.marks:
            for address in _searches(mark, everywhere=everywhere):
                _, text = asked(client, address)
                assert leaks(world, text, mark) == set(), address
        assert client.get(f"/api/v1/items?document_number=zzq{state}number").json()["count"] == 0
    for key in world.classes:
        counted = client.get(f"/api/v1/items?local_class={key}").json()["count"]
        assert counted == (1 if key.startswith("ppq") else 0), key
    assert search.search("ppqplainfiletext").total == 1 and search.search("ppqnewerbody").total == 1


def _searches(mark: str, *, everywhere: bool) -> list[str]:
    found = [f"/search/?q={mark}"]
    if mark.endswith("title"):
        found += [f"/api/v1/search?q={mark}", f"/nongye/关于{mark}的通知", f"/{mark}.html"]
    if everywhere:
        lists = ("/items/", "/policies/", "/nongye/catalogue/", "/nongye/decisions/", "/search/suggest/")
        feeds = ("/feed.json", "/nongye/feed.atom", "/policies/policies.csv")
        found += [f"{each}?q={mark}" for each in (*lists, *feeds)]
    return found


def changes_tell_of_withdrawals_by_number_only(world: World) -> None:
    told = Client().get("/api/v1/changes").json()
    assert {each["index_number"] for each in told["items"]} <= {
        *world.numbers[:5],
        *Item.objects.filter(state="published").values_list("index_number", flat=True),
    }
    assert "nongye/2019-00077" not in str(told) and leaks(world, str(told)) == set()


def what_staff_see_is_not_there_for_a_stranger_or_another_organ(world: World) -> None:
    elsewhere = verified(Client(), world.county.person(Role.FOI_OFFICER, world.county.other))
    keys = [world.items[state].pk for state in ("draft", "gone", "withheld")]
    file = next(each for each in world.files if each.name.startswith("zzqdraft"))
    for who_asks, client in (("nobody", Client()), ("another organ", elsewhere)):
        for each in addresses("workbench/"):
            of_item = each.route.startswith("workbench/items/<int:pk>")
            lists_all = re.search(r"csv|json|export|screening/|exemptions/|exchange/|releases/|registers/$", each.route)
            if not of_item and (client is not elsewhere or not lists_all):
                continue
            for pk in keys if client is elsewhere and each.name in OF_ITEMS else keys[:1]:
                values = {"pk": pk, "number": 1, "to": "docx"} | ({"key": file.key} if "uuid" in each.route else {})
                answer, text = asked(client, each.filled(values))
                assert leaks(world, text) == set(), (who_asks, each.route)
                if of_item:
                    refused = (403, 404, 405) if client is elsewhere else (302, 404, 405)
                    assert answer.status_code in refused, (who_asks, each.route)


OF_ITEMS = frozenset(
    f"workbench:{name}"
    for name in ("item", "dossier", "approval_paper", "item_file", "item_file_preview", "compare_wordings")
)
"""Asked for things in several states."""


WALLS = (
    no_public_address_says_a_word_of_what_is_not_public,
    public_addresses_are_the_same_for_a_stranger_who_is_signed_in,
    numbers_and_files_of_what_is_not_public_answer_404_or_410_however_they_are_asked_for,
    nothing_hidden_is_found_by_its_own_words,
    changes_tell_of_withdrawals_by_number_only,
    what_staff_see_is_not_there_for_a_stranger_or_another_organ,
)


def test_nothing_unpublished_is_reachable(world):
    """All walls in one test: the world behind them takes longer to make than to walk around."""
    fallen = {}
    for wall in WALLS:
        try:
            wall(world)
        except AssertionError as problem:
            fallen[wall.__name__] = str(problem)
    assert not fallen, "\n\n".join(f"{name}\n{problem}" for name, problem in fallen.items())


def test_a_new_public_address_is_asked_too_or_fails(monkeypatch):
    new = Address("secret/<slug:something>/", "portal:home", (("something", "SlugConverter"),))
    monkeypatch.setattr(f"{__name__}.public_addresses", lambda: [new])
    with pytest.raises(AssertionError, match="请在 FILLED 里写明参数 something"):
        list(filled(None))
