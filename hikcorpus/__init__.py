"""hikcorpus: public boards into analysis-ready, de-identified corpora."""

__version__ = "0.5.0"
