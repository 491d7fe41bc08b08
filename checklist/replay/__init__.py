"""What recordings show of the prompt that a figure is generated: when, how large, what it says."""
