"""The data stage: fetch, verify and prepare the data sets; hand them to runs as arrays."""
