"""The engine: rules and forms in, events and letters out. No screen."""
