"""Records by the hundred million: the same check as one expression for DuckDB or Spark (Ibis)."""
