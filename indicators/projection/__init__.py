"""Cohort-component projection: life tables, fertility, graduation, raking, migration by age, the step through time."""
