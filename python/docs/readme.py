"""
.. include:: ../README.md
"""
