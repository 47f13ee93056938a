"""Real servers on loopback for the demo package's layers, and one that misbehaves on demand."""
