"""Werkstattplan: from fields of action to goals, measures and steps."""

from __future__ import annotations

from reports import plan_takeaway
from views import navigation, plan_page

plan_page.show(
    navigation.selection(),
    plan_page.TakeHome(plan_takeaway.offer_plan, plan_takeaway.offer_measure, plan_takeaway.offer_feed),
)
