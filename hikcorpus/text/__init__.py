"""Text as boards write it: markup, links, languages, normal forms. Knows nothing of tables or people."""
