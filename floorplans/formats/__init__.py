"""Readers and writers of plan documents: text in, records out."""
