"""YBoard: HTML."""
