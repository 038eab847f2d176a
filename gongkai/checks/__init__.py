"""What a check finds, whatever it checked: one shape for reports, texts and pages; and the detectors that screen a text before release."""
