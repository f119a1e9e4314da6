"""Reports: every number in them is read from the flow table."""
