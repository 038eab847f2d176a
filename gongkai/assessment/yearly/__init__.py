"""The yearly assessment: indicators, weights, scores: rules without Django."""
