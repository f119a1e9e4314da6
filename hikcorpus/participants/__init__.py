"""Who wrote what, and who must not be counted: the study's rules over the latest view of raw."""
