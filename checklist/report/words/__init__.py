"""What the report says, in Chinese."""
