"""What every form of the report shows, worked out once: facts, no words."""
