"""NodeBB."""
