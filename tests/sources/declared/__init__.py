"""Tests of the source that reads boards by a description."""
