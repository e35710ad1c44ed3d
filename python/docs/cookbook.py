"""
.. include:: ../COOKBOOK.md
"""
