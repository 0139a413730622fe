"""What a definition and a case are made of. Data only: no behaviour beyond small look-ups."""
