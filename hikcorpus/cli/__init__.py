"""The command line: parse, call, print. One file per command; heavy imports wait until a command runs."""

from hikcorpus.cli.app import main

__all__ = ["main"]
