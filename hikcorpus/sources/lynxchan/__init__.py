"""LynxChan."""
