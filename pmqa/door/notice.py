"""The privacy notice of the public pages, under the Personal Data Protection Act B.E. 2562 (2019).

The words stand in templates/door/_privacy.html. Whoever changes their meaning gives them a new version here: what was
agreed to is kept with each record.
"""

NOTICE_VERSION = "2569-1"
