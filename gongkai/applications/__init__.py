"""依申请公开: what the law says about an application for information (《条例》第二十七条至第四十五条), without any storage.

``moves`` is the table of steps, ``outcomes`` the rows of table 3 with their articles and remedies, ``channels`` how an
application arrives and from which day it counts, ``counted`` what a case means for the annual report.
"""
