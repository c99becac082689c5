"""Measurements against the budgets, side by side with the simplest pages that could do the same."""
