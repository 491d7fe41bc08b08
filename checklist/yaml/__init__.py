"""YAML with places: what stands where in a file, and complaints that say how to mend it."""
