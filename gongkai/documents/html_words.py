"""Names and words by which pages of government sites tell their parts: containers of the article, furniture around it.

Words only, compared without patterns: compiling patterns would cost every start of the command more than reading a page does.
"""

from __future__ import annotations

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
"""Ids and classes, without ``-``, ``_`` and final digits, of what holds the article; the wider a word, the less it counts."""

SURE = frozenset(
    str.split(
        "trseditor trsueditor ucapcontent zoom fontzoom vsbcontent articlecontent newscontent contenttext wznr zhengwen"
    )
)
"""Those of them that hardly anything else is called."""

FURNITURE = frozenset(
    str.split(
        "nav navbar menu footer foot aside header head top bottom share bdsharebuttonbox bshare social crumb crumbs breadcrumb breadcrumbs bread dqwz "
        "position location curpos weizhi wz copyright sidebar side related relate xgxw xgyd xgwz xglj prevnext prev next page pages pager "
        "pagination toolbar tool tools print qrcode erweima ewm link links yqlj friendlink search login banner logo skip fontsize ziti"
    )
)
"""Parts of ids and classes of what is no article."""

ABOUT_THE_PAGE = tuple(
    str.split(
        "当前位置 您的位置 您现在的位置 您所在的位置 您当前的位置 您当前所在的位置 您现在所在的位置 现在位置 所在位置 首页 返回 网站首页 字体 字号 大中小 打印 关闭 收藏 分享 "
        "微信 微博 扫一扫 浏览 点击 访问量 阅读次数 阅读量 阅读： 阅读: 责任编辑 责编 编辑： 编辑: 审核： 审核: 语音播报 播放 朗读 上一篇 上一条 上一页 下一篇 下一条 下一页 "
        "相关链接 相关阅读 相关信息 相关文章 相关推荐 相关解读 相关文件 相关附件 相关新闻 相关稿件 相关政策 友情链接 版权所有 主办单位 承办单位 主办： 主办: 承办： 承办: "
        "技术支持 网站标识码 网站地图 联系我们 关于我们 隐私 无障碍 长者 简体 繁体 English 登录 注册 退出 搜索 手机版 移动版 来源 信息来源 文章来源 稿件来源 发布时间 "
        "发布日期 发文时间 发文日期 公开日期 更新时间 时间： 时间: 日期： 日期: 作者 发布者 发布人 撰稿 信息员 索引号 文号 发文字号 公开方式 公开时限 公开范围 主题分类 体裁分类 "
        "信息分类 有效性 发布机构 发文机关 公开机构 责任部门 生成日期 成文日期 信息名称"
    )
)
"""How lines begin that speak of the page and not of its subject."""

AFTER_THE_ARTICLE = tuple(
    str.split(
        "上一篇 上一条 上一页 下一篇 下一条 下一页 相关链接 相关阅读 相关信息 相关文章 相关推荐 相关解读 相关新闻 相关稿件 相关政策 友情链接 版权所有 责任编辑 分享到 "
        "打印本页 关闭窗口 扫一扫 主办单位"
    )
)
"""How the first line after the article begins."""

OPENING = "【[（( \u3000"
SIGNS = " \u3000\t\n【】[]（）()|｜/>＞›»·•:：.…A+-大中小<＜«"
"""Characters of which lines of buttons consist."""
