"""Tests: figures and files, pages without a browser, and the real app in Chromium."""
