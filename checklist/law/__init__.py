"""What the regulation demands: rulebook, applicability, periods."""
