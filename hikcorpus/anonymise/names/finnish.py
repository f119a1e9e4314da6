"""Finnish names, for the tagger: thresholds here, the parts in finnish_*.py."""

from hikcorpus.anonymise.names.finnish_features import features
from hikcorpus.anonymise.names.finnish_gate import sure, triggers
from hikcorpus.anonymise.names.finnish_spans import again, settle, stem
from hikcorpus.anonymise.names.finnish_words import flags, names, tokens

__all__ = ["CODE", "SOLO", "THRESHOLD", "THRESHOLD_LOW"]
__all__ += ["again", "features", "flags", "names", "settle", "stem", "sure", "tokens", "triggers"]

CODE = "fi"
THRESHOLD = 0.14
THRESHOLD_LOW = 0.1
"""In segments without a capital."""
SOLO = 0.1
"""A word opens the gate if it would be a name with this probability if it stood alone."""
