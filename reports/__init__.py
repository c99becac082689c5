"""Documents to take home, made of the same views as the pages."""
