"""Synthetic boards, 42 of 2,589 threads on family: judges of a thread rule, written without sight of any rule."""
