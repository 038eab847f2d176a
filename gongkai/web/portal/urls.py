"""Addresses of the portal. Those of an organ begin with its code and come last."""

from django.urls import include, path

from gongkai.web.portal import comfort, home, open_data, site_map, sitemap
from gongkai.web.portal.publishing import feeds

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap_pages"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap_part"),
    path("feed.<slug:to>", feeds.site_feed, name="site_feed"),
    path("open-data/", open_data.open_data, name="open_data"),
    path("site-map/", site_map.site_map, name="site_map"),
    path("help/accessibility/", comfort.accessibility, name="accessibility"),
    path("help/comfort/", comfort.choose, name="comfort"),
    path("files/", include("gongkai.web.portal.files.urls")),
    path("search/", include("gongkai.web.portal.search.urls")),
    path("policies/", include("gongkai.web.portal.policies.urls")),
    path("services/", include("gongkai.web.portal.services.urls")),
    path("items/", include("gongkai.web.portal.publishing.urls")),
    path("applications/", include("gongkai.web.portal.applications.urls")),
    path("messages/", include("gongkai.web.portal.messages.urls")),
    path("concerns/", include("gongkai.web.portal.concerns.urls")),
    path("consultations/", include("gongkai.web.portal.consultations.urls")),
    path("proposals/", include("gongkai.web.portal.proposals.urls")),
    path("complaints/", include("gongkai.web.portal.accountability.urls")),
    path("annual-reports/", include("gongkai.web.portal.reports.urls")),
    path("<slug:code>/", home.organ, name="organ"),
    path("<slug:code>/", include("gongkai.web.portal.organs.organ_urls")),
    path("<slug:code>/", include("gongkai.web.portal.publishing.organ_urls")),
    path("<slug:code>/", include("gongkai.web.portal.policies.organ_urls")),
    path("<slug:code>/", include("gongkai.web.portal.services.organ_urls")),
    path("<slug:code>/", include("gongkai.web.portal.registers.organ_urls")),
    path("<slug:code>/", include("gongkai.web.portal.applications.organ_urls")),
    path("<slug:code>/", include("gongkai.web.portal.reports.organ_urls")),
]
