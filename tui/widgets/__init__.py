"""The pieces screens are made of. They draw and say what happened; they know no desk."""
