"""What several subjects cite: dated YAML with its sources, and the one loader that reads it strictly."""
