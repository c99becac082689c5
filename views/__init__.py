"""What is drawn: one module per picture, German formats, filter state in the URL."""
