"""行政复议 and 行政诉讼 against what an organ did: their steps, limits, bodies and outcomes, without any storage."""
