"""Zukunftswerkstatt: prepare, lead and record an evening."""

from views import navigation, workshop_page

workshop_page.show(navigation.selection())
