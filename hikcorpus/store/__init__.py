"""Disk: tables and their manifests, capture state, keys, locks. Nobody else opens a file under `data/`."""
