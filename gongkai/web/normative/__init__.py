"""Normative documents from the proposal to the clean-up: 三统一, term of validity, evaluation."""
