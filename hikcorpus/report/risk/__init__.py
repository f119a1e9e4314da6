"""What could still tell who wrote something: measured on pseudonymised tables, printed, never asserted.

WP29 Opinion 05/2014 asks three things of such data: can somebody be singled out (`cells`, `uniqueness`), can records
be linked (`linkage`), can something be inferred; what slipped through the masks a reader finds (`review`).
"""
