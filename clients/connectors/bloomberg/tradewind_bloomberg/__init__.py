"""Brings a Bloomberg terminal to a Tradewind server."""

__version__ = "0.1.0"
