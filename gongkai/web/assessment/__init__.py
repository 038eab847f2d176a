"""Yearly assessment, public appraisal, complaints about disclosure work, orders to set right."""
