"""Readers of what people and programs keep of responses: logs, HAR files, text and JSON."""
