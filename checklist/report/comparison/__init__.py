"""Two results side by side: what became better or worse, and why. Never judges anew."""
