"""Steckbrief: one place on one page, for the screen, the phone and two sheets of paper."""

from __future__ import annotations

from views import navigation, profile_page

profile_page.show(navigation.selection())
