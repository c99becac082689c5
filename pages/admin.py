"""Wer darf was: codes, people, backup."""

from __future__ import annotations

from views import admin_page

admin_page.show()
