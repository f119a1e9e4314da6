"""What `hikcorpus/weights/words` is made with."""
