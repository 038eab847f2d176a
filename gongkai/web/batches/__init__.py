"""Bulk work on applications (批量办理): planned after a dry run, run after a while in which it can be taken back."""
