"""What runs in the child: one module an engine, so that each imports its own alone."""
