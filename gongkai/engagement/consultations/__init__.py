"""Rules of consultations."""
