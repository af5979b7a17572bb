"""
Claims: each claim of a document gets its verdict.

In:  the tables of all documents (a claim may speak of another document's runs); the document's
     card, claims and errata
Out: <results>/<scale>/claims/<document>.json
"""


rule claims:
    """Checking the claims of one document."""
    input:
        tables=[str(build.layout.table(slug)) for slug in build.slugs],
        claims=lambda wildcards: build.claim_files(wildcards.document),
        plans=build.plan_files(),
        stage=build.stage("claims"),
    output:
        str(build.layout.verdicts("{document}")),
    log:
        str(build.layout.log("claims", "{document}")),
    shell:
        "{REPRISE} claims --config {CONFIG:q} {wildcards.document} > {log:q} 2>&1"
