"""Any board or forum that a description with CSS selectors tells how to read."""
