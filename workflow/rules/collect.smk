"""
Collect: a document's records become tables.

In:  every record of the document's runs
Out: <results>/<scale>/tables/<document>.csv (one row per run and metric) and .summary.csv
     (over seeds). Records that are damaged or of another key are refused, with the command
     that repairs them.
"""


rule collect:
    """Gathering the records of one document."""
    input:
        records=lambda wildcards: build.records(wildcards.document),
        plan=str(build.layout.document_plan("{document}")),
        stage=build.stage("collect"),
    output:
        str(build.layout.table("{document}")),
        report(
            str(build.layout.summary("{document}")),
            caption="../captions/summary.rst",
            category="Measured values",
            labels={"document": "{document}"},
        ),
    log:
        str(build.layout.log("collect", "{document}")),
    wildcard_constraints:
        document="[a-z0-9-]+",
    shell:
        "{REPRISE} collect --config {CONFIG:q} {wildcards.document} > {log:q} 2>&1"
