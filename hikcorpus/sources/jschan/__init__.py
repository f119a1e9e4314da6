"""jschan."""
