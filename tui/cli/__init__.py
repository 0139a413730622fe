"""The command line. `main` reads the words, `table` says what there is, `commands` does it."""
