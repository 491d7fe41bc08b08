"""Compliance self-assessment for livestream e-commerce in China (令第117号)."""

__version__ = "0.2.0"
PROGRAM = f"livestream-checklist {__version__}"
"""What everything that it writes says it was written by."""
