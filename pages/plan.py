"""Werkstattplan: from fields of action to steps."""

from views import navigation, plan_page

plan_page.show(navigation.selection())
