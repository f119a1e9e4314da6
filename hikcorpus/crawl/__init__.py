"""Capture: listing first, then what changed, what dies soonest first; versions instead of overwriting."""
