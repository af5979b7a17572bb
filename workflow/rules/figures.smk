"""
Figures: a document's figures and tables, drawn from its records.

In:  the tables of all documents; figures.yaml
Out: <results>/<scale>/figures/<document>/index.json, with an SVG and a CSV per figure beside it
"""


rule figures:
    """Drawing the figures of one document."""
    input:
        tables=[str(build.layout.table(slug)) for slug in build.slugs],
        figures=f"{build.config.documents_root}/{{document}}/figures.yaml",
        plans=build.plan_files(),
    output:
        str(build.layout.figure_index("{document}")),
    log:
        str(build.layout.log("figures", "{document}")),
    params:
        code=build.code("figures"),
    shell:
        "{REPRISE} figures --config {CONFIG:q} {wildcards.document} > {log:q} 2>&1"
