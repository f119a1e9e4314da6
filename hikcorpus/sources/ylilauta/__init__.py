"""Ylilauta: saved pages."""
