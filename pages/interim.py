"""Zwischenbilanz: what was promised, what is done, what moved."""

from views import navigation, interim_page

interim_page.show(navigation.selection())
