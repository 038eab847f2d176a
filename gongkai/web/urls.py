"""All addresses of the site; each face and each subject lists its own."""

from __future__ import annotations

from django.urls import include, path

from gongkai.web.components.mark import favicon
from gongkai.web.workbench.reminders.views import calendar

urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path("", include("gongkai.web.operation.urls")),
    path("", include("gongkai.web.accounts.urls")),
    path("components/", include("gongkai.web.components.urls")),
    path("api/v1/", include("gongkai.web.api.urls")),
    # 日历程序不能登录，凭不可猜的网址订阅，所以不在工作台之下
    path("calendar/<str:key>.ics", calendar, name="calendar"),
    path("workbench/", include("gongkai.web.workbench.urls")),
    path("", include("gongkai.web.portal.urls")),
]

handler400 = "gongkai.web.operation.errors.bad_request"
handler403 = "gongkai.web.operation.errors.forbidden"
handler404 = "gongkai.web.portal.lost.not_found"
handler500 = "gongkai.web.operation.errors.server_error"
