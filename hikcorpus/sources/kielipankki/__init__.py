"""Corpora of the Language Bank of Finland (Kielipankki): `read_vrt`."""

from hikcorpus.sources.kielipankki.threads import read_vrt

__all__ = ["read_vrt"]
