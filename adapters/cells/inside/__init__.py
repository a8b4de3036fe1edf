"""What runs in the server and in the children: the standard library only."""
