"""Futaba Channel (2chan.net)."""
