"""Small real media of every odd sort, the same in every run."""
