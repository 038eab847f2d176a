"""Addresses of assessing what may be published."""

from django.urls import path

from gongkai.web.workbench.exemptions.assessing import adopt, assess, assessment
from gongkai.web.workbench.exemptions.reassessing import reassess, withheld

urlpatterns = [
    path("", withheld, name="withheld"),
    path("assess/<int:pk>/", assess, name="assess"),
    path("results/<int:pk>/", assessment, name="assessment"),
    path("results/<int:pk>/adopt/", adopt, name="adopt_assessment"),
    path("withheld/<int:pk>/", reassess, name="reassess"),
]
