"""
Report: one page and one PDF from all documents.

In:  verdicts and figures of every document; cards, set-ups and prose; templates and styles
Out: <results>/<scale>/report/report.json, report.html, report.pdf
"""


rule report:
    """Rendering the report."""
    input:
        [str(build.layout.verdicts(slug)) for slug in build.slugs],
        [str(build.layout.figure_index(slug)) for slug in build.slugs],
        build.document_files("document.yaml", "experiments.yaml", "prose.md"),
        build.templates(),
    output:
        build.report_files(),
    log:
        str(build.layout.log("report", "report")),
    params:
        code=build.code("report"),
    shell:
        build.command("report") + " 2>&1 | tee {log:q}"
