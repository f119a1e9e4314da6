"""miniboard (minilauta.org)."""
