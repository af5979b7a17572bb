"""
Data: bring each data set to verified arrays.

In:  the data root, mirrors and upstream of config.yaml; documents/datasets.yaml
Out: <data root>/prepared/<data set>/stamp.json, written last, and the arrays beside it.
     The stamp holds checksums only, so that a new download trains nothing again.
"""


rule data:
    """Downloading, verifying and preparing one data set."""
    output:
        build.stamp("{dataset}"),
    log:
        f"logs/data/{{dataset}}.log",
    wildcard_constraints:
        dataset="[a-z][a-z0-9-]*",
    priority: 1_000_000  # before any training: what needs them may take longest
    resources:
        download=1,
    shell:
        "{REPRISE} data --config {CONFIG:q} {wildcards.dataset} --log {log:q}"
