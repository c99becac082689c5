"""Readers of official files, one module per publisher's layout."""
