"""How it is told: one view model, and the formats that show it."""
