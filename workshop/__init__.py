"""What people write: statements, ideas, votes, plans – stored with their whole history, knowing regions and indicators only by id."""
