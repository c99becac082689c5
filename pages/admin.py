"""Wer darf was: codes, people, backup."""

from views import navigation, admin_page

admin_page.show(navigation.selection())
