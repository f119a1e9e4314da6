"""2channel family: subject.txt and dat files."""
