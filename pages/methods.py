"""Daten & Methoden: every definition, source, rule and licence, and what can be taken home."""

from __future__ import annotations

from reports import open_data
from views import methods_page, navigation, resources

methods_page.show(
    navigation.selection(),
    lambda: open_data.catalogue_csv(resources.catalogue()),
    lambda region: open_data.facts_csv(resources.evaluator(), region),
)
