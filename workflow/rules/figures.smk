"""
Figures: a document's figures and tables, drawn from its records.

In:  the tables of all documents; figures.yaml
Out: <results>/<scale>/figures/<document>/index.json, with an SVG and a CSV per figure beside it;
     <results>/<scale>/shown/<document>/ with a file of each for Snakemake's own report
"""


def labels_of(wildcards):
    """What Snakemake's own report calls a figure; called for nothing else."""
    import json

    index = json.loads(build.layout.figure_index(wildcards.document).read_text(encoding="utf-8"))
    titles = {entry["id"]: entry["title"] for entry in index["figures"]}
    braces = str.maketrans("{}", "()")  # Snakemake takes what stands in braces for a wildcard
    return {"title": titles[wildcards.figure].translate(braces), "figure": wildcards.figure}


rule figures:
    """Drawing the figures of one document."""
    input:
        tables=[str(build.layout.table(slug)) for slug in build.slugs],
        figures=f"{build.config.documents_root}/{{document}}/figures.yaml",
        plans=build.plan_files(),
        stage=build.stage("figures"),
    output:
        str(build.layout.figure_index("{document}")),
        report(
            directory(str(build.layout.shown("{document}"))),
            patterns=["{figure}.svg", "{figure}.csv"],
            caption="../captions/figure.rst",
            category="Figures and tables",
            subcategory="{document}",
            labels=labels_of,
        ),
    log:
        str(build.layout.log("figures", "{document}")),
    shell:
        "{REPRISE} figures --config {CONFIG:q} {wildcards.document} > {log:q} 2>&1"
