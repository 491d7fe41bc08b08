"""The record forms that staff fill in, as Excel and Word files."""
