"""How a stranger's media is opened inside a child, whichever adapter's child it is."""
