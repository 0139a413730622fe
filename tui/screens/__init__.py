"""The screens: rooms, what opens on top of them, dialogs."""
