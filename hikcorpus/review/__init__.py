"""People read what the filter proposes, and some of what it dropped, and decide. Blind to each other, then together."""
