"""Makaba (2ch.hk, now 2ch.su)."""
