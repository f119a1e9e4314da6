"""Topics: which messages speak of one, by lemma and morpheme, and which threads deal with it."""
