"""What `hikcorpus import` reads: a file a kind, each giving a stream of threads that were read and of what was not.

Kinds know nothing of the disk's tables: `intake` takes what they give, in batches. A kind never holds more than one
record, one page or one window of rows.
"""
