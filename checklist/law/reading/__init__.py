"""Reads a rulebook from YAML: one module for each of its sections."""
