"""Datasets that live on the network: services and databases, read so that no fault of theirs looks like an answer."""
