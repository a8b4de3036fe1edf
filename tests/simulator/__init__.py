"""The platforms in miniature, so that the real extractors run where there is no internet."""
