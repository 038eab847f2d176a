"""The main content of a page: which stretch of its blocks is the article, and which of them is the page's furniture.

A container that a content management system is known to put the article in is taken first, else the smallest one that holds most of
the running text. Whatever was taken, it is widened until it holds every statutory table and every heading of a section: a table
is never lost for the sake of a tidy page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.documents.html_blocks import Page, Region
from gongkai.documents.html_tables import is_heading, is_statutory
from gongkai.documents.model import Block, Paragraph, Picture, Table

EDITORS = frozenset(
    str.split(
        "trseditor trsueditor trseditorview ucapcontent zoom fontzoom pagescontent contxt context ewbarticleinfo ewbinfocontent ewbarticlecontent "
        "wznr wzcontent wzcon articlecontent articlecon artcon artcont articletext articlebody articlemain newscontent newscon newstext "
        "newsbody contenttext contenttxt contentbox contentbody contentmain contentinfo maincontent maincon maintext mainbody textcon textcontent textbody "
        "detailcontent detailcon detailtext detailbody detailinfo infocontent infocon infodetail gkcontent gkcon xxgkcontent "
        "zwgkcontent zfxxgkcontent vsbcontent vnewscontent btcontent jfontcontent isnewscontnet customunionstyle zhengwen zwnr neirong xqnr nrxq "
        "wenzhang wznrtext easysitenewstext xilancon xlcon xlcontent htmlcontent bodylabel mainzoom zoomcon jcontent printcontent "
        "printarea pcontent pageconent txtcon contentdetail conbox wenben arttext artbody content txt text nr con article main "
        "bdcon govcontent fulltext entrycontent postcontent cont contentcon articledetail newsdetail"
    )
)
_SURE = frozenset(
    str.split(
        "trseditor trsueditor ucapcontent zoom fontzoom vsbcontent articlecontent newscontent contenttext wznr zhengwen"
    )
)
_FURNITURE = re.compile(
    r"^(?:nav\b|footer\b|aside\b|header\b)|(?:^|[\s_-])(?:share|bdshare\w*|bshare\w*|social|crumbs?|breadcrumbs?|bread|dqwz|position|location|curpos|weizhi|wz|"
    r"foot|footer|bottom|copyright|nav|navbar|menu|sidebar|side|related|relate|xgxw|xgyd|xgwz|xglj|prevnext|prev|next|pages?|pager|pagination|"
    r"toolbar|tools?|print|qrcode|erweima|ewm|top|header|links?|yqlj|friendlink|search|login|banner|logo|skip|fontsize|ziti)(?:$|[\s_-])"
)
_TOKEN = re.compile(r"[a-z0-9_-]+")
_OUT = re.compile(
    r"^[【\[（(\s]*(?:当前位置|您的位置|您(?:现在|当前)?(?:所在)?的?位置|现在位置|所在位置|首页|返回首页|返回顶部|返回|网站首页|字体|字号|大中小|打印|打印本页|关闭|"
    r"关闭窗口|收藏|分享|分享到|微信|微博|扫一扫|浏览次数|浏览量|浏览|点击数?|点击量|访问量|阅读次数|阅读量|阅读|责任编辑|责编|编辑|审核|"
    r"语音播报|播放|朗读|上一[篇条页]|下一[篇条页]|相关(?:链接|阅读|信息|文章|推荐|解读|文件|附件|新闻|稿件|政策)|友情链接|版权所有|主办单位|承办单位|主办|承办|技术支持|网站标识码|"
    r"网站地图|联系我们|关于我们|隐私|无障碍|长者|简体|繁体|English|登录|注册|退出|搜索|.{0,4}ICP备|.{0,3}公网安备|手机版|移动版|"
    r"来源|信息来源|文章来源|稿件来源|发布时间|发布日期|发文时间|发文日期|公开日期|更新时间|时间|日期|作者|发布者|发布人|撰稿|信息员|索引号|索 引 号|文号|发文字号|"
    r"公开方式|公开时限|公开范围|主题分类|体裁分类|信息分类|有效性|发布机构|发文机关|公开机构|责任部门|生成日期|成文日期|信息名称)"
)
_SHORT_OUT = re.compile(r"^[\s【】\[\]（）()|｜/>＞›»·•:：.…A+\-大中小<＜«]*$|^首页\s*[>＞›»/].*$")
_END = re.compile(
    r"^[【\[（(\s]*(?:上一[篇条页]|下一[篇条页]|相关(?:链接|阅读|信息|文章|推荐|解读|新闻|稿件|政策)|友情链接|版权所有|责任编辑|分享到|打印本页|关闭窗口|扫一扫|主办单位)"
)
_ENOUGH = 0.75


@dataclass(slots=True)
class Weights:
    """Sums of the running text before each block, and the blocks that the content must hold."""

    before: list[int]
    anchors: list[int]

    def of(self, start: int, end: int) -> int:
        return self.before[end] - self.before[start]


def weigh(page: Page) -> Weights:
    """How much running text each block holds: Chinese characters outside links, twice as many in whole sentences."""
    plain = _weights(page, page.linked)
    if page.linked and 10 * sum(plain) < sum(_weights(page, set())):
        plain = _weights(page, set())  # a link that was never closed covers everything
    before = [0]
    for weight in plain:
        before.append(before[-1] + weight)
    anchors = [
        index
        for index, block in enumerate(page.blocks)
        if (is_statutory(block) if isinstance(block, Table) else _is_anchor(block) and index not in page.linked)
    ]
    return Weights(before, anchors)


def choose(page: Page, weights: Weights) -> tuple[int, int]:
    """First and last block (exclusive) of the main content."""
    whole = (0, len(page.blocks))
    total = weights.of(*whole)
    if not total and not weights.anchors:
        return whole
    first = min(weights.anchors, default=whole[1])
    last = max(weights.anchors, default=-1)
    known = [region for region in page.regions if _is_editor(region)]
    chosen = _editor(known, weights, total) or _dense(page.regions, weights, whole)
    if chosen[0] <= first and last < chosen[1]:
        return chosen
    start, end = min(first, chosen[0]), max(last + 1, chosen[1])
    around = [(region.start, region.end) for region in page.regions if region.start <= start and end <= region.end]
    return min([*around, whole], key=lambda each: each[1] - each[0])


def content(page: Page, weights: Weights, start: int, end: int, about: set[int]) -> list[Block]:
    """The blocks of the main content, without navigation, share bars, what is ``about`` the page, and lists of other pages."""
    anchors = set(weights.anchors)
    out = set(about)
    share = weights.of(start, end) // 5
    for region in page.regions:
        if start <= region.start and region.end <= end and (region.start, region.end) != (start, end):
            if weights.of(region.start, region.end) > min(share, 400) or anchors.intersection(
                range(region.start, region.end)
            ):
                continue
            if _FURNITURE.search(region.names):
                out.update(range(region.start, region.end))
    kept = [index for index in range(start, end) if index not in out]
    return [page.blocks[index] for index in _trimmed(kept, page, anchors)]


def _trimmed(kept: list[int], page: Page, anchors: set[int]) -> list[int]:
    """Without furniture before the first and after the last line of the article."""
    while kept and kept[0] not in anchors and _is_furniture(page, kept[0]):
        kept.pop(0)
    last = max((place for place, index in enumerate(kept) if index in anchors), default=-1)
    for place in range(last + 1, len(kept)):
        block = page.blocks[kept[place]]
        if isinstance(block, Paragraph) and len(block.text) < 80 and _END.match(block.text):
            rest = kept[place:]
            if not any(isinstance(each := page.blocks[index], Paragraph) and _is_prose(each.text) for index in rest):
                kept = kept[:place]
            break
    while kept and kept[-1] not in anchors and _is_furniture(page, kept[-1]):
        kept.pop()
    return kept


def _is_furniture(page: Page, index: int) -> bool:
    block = page.blocks[index]
    if isinstance(block, Table):
        return False
    if isinstance(block, Picture):
        return True
    text = block.text
    if index in page.linked and len(text) < 60:
        return "报告" not in text or block.style != "heading"
    return (len(text) < 150 and _OUT.match(text) is not None) or _SHORT_OUT.match(text) is not None


def _is_prose(text: str) -> bool:
    return len(text) >= 60 and "。" in text


def _is_anchor(block: Block) -> bool:
    return isinstance(block, Paragraph) and is_heading(block.text)


def _weights(page: Page, linked: set[int]) -> list[int]:
    found = []
    for index, block in enumerate(page.blocks):
        if isinstance(block, Paragraph):
            weight = 0 if index in linked else _chinese(block.text)
            if weight > 25 and ("。" in block.text or "，" in block.text):
                weight *= 2
        elif isinstance(block, Table):
            weight = 0 if index in linked else min(200, 2 * len(block.rows))
        else:
            weight = 0
        found.append(weight)
    return found


def _chinese(text: str) -> int:
    """The number of characters beyond ASCII, near enough."""
    return (len(text.encode("utf-8", "replace")) - len(text)) // 2


def _is_editor(region: Region) -> bool:
    return " " in region.names and any(_flat(name) in EDITORS for name in _TOKEN.findall(region.names)[1:])


def _is_sure(region: Region) -> bool:
    return any(_flat(name) in _SURE for name in _TOKEN.findall(region.names)[1:])


def _flat(name: str) -> str:
    return name.replace("_", "").replace("-", "").rstrip("0123456789")


def _editor(known: list[Region], weights: Weights, total: int) -> tuple[int, int] | None:
    """The smallest known container among those that hold nearly as much as the fullest one."""
    sure = [region for region in known if _is_sure(region)]
    for regions, share in ((sure, 0.3), (known, 0.5)):
        most = max((weights.of(region.start, region.end) for region in regions), default=0)
        if most and most >= share * total:
            near = [region for region in regions if weights.of(region.start, region.end) >= 0.9 * most]
            best = min(near, key=lambda region: region.end - region.start)
            return best.start, best.end
    return None


def _dense(regions: list[Region], weights: Weights, whole: tuple[int, int]) -> tuple[int, int]:
    """The smallest element that holds most of the running text of the element around it, from the page downwards."""
    chosen = whole
    for start, end in sorted({(region.start, region.end) for region in regions}, key=lambda each: each[0] - each[1]):
        inside = chosen[0] <= start and end <= chosen[1]
        if inside and weights.of(start, end) >= _ENOUGH * weights.of(*chosen):
            chosen = (start, end)
    return chosen
