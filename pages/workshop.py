"""Zukunftswerkstatt: prepare, lead and record an evening."""

from __future__ import annotations

from reports import event_files
from views import navigation, workshop_page

workshop_page.show(navigation.selection(), event_files.offer)
