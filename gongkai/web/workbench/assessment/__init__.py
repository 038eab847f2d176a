"""The yearly assessment and the appraisal by the public, on the workbench."""
