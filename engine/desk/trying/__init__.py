"""How a scenario is tried: reading its file, loading its organisation, walking its steps, judging the end."""
