"""Where a stage runs: here, in this machine's processes. Only names, paths and counts travel, never rows."""

from hikcorpus.execution.local import run_shards

__all__ = ["run_shards"]
