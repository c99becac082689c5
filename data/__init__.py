"""What is given: official figures, compiled into one fact table, with regions, boundaries and sources."""
