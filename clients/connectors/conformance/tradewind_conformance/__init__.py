"""Named cases that any connector can be run against. The kit plays the server; a profile names the connector and its market."""
