"""One module for each group of commands: functions of the printer and the words read, to the exit code."""
