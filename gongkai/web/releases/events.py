"""What happens to releases, accounts and platforms, as the log names it."""

TITLES = {
    "record_release": "登记渠道发布",
    "record_website_release": "网站发布（系统登记）",
    "void_release": "作废渠道发布的登记",
    "add_account": "登记官方账号",
    "edit_account": "修改官方账号",
    "record_platform_event": "登记平台大事",
    "void_platform_event": "作废平台大事的登记",
}
"""The titles of the moves that this part of the site writes."""
