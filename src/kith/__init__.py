"""Kith: what a care co-operative or a self-managed neighbourhood team runs itself on."""

__version__ = "0.1.0"
