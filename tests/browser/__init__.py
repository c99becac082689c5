"""The real app in Chromium, with every other host unresolvable."""
