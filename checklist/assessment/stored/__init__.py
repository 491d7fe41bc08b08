"""Answers on disk and as text: the file, its history beside it, bundles of both."""
