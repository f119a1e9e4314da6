"""One polite HTTP client, and recordings that stand in for a site. Nothing here knows of boards or people."""
