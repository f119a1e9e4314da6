"""TinyIB."""
