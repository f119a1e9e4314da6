"""Names of persons by a small trained tagger and name lists, one module per language."""
