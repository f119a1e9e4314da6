"""Training of the taggers of names. One module per language gives the training examples."""
