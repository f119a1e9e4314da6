"""Scripts that make the weights in `hikcorpus/weights`. Never run by tests, not part of the wheel."""
