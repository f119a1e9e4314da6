"""A generated site that carries the numbers of the Japanese study, with its truth (see README.md)."""
