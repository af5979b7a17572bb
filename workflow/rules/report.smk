"""
Report: one page and one PDF from all documents.

In:  verdicts and figures of every document; cards, set-ups and prose; templates and styles;
     the accepted build where there is one
Out: <results>/<scale>/report/report.json and report.html, then report.pdf from the first; a PDF
     that cannot be made costs the page nothing
"""


rule report:
    """Rendering the report."""
    input:
        [str(build.layout.verdicts(slug)) for slug in build.slugs],
        [str(build.layout.figure_index(slug)) for slug in build.slugs],
        build.document_files("document.yaml", "experiments.yaml", "prose.md"),
        f"{build.config.documents_root}/datasets.yaml",
        build.literature_files(),
        build.plan_files(),
        build.templates(),
        build.accepted_files(),
        build.stage("report"),
    output:
        str(build.layout.report / "report.json"),
        report(
            str(build.layout.report / "report.html"),
            caption="../captions/report.rst",
            category="Report",
            labels={"as": "page"},
        ),
    log:
        str(build.layout.log("report", "report")),
    shell:
        "{REPRISE} report --config {CONFIG:q} 2>&1 | tee {log:q}"


if build.config.report.pdf:

    rule pdf:
        """Making the PDF."""
        input:
            str(build.layout.report / "report.json"),
            build.stage("report"),
        output:
            report(
                build.pdf_files(),
                caption="../captions/report.rst",
                category="Report",
                labels={"as": "PDF"},
            ),
        log:
            str(build.layout.log("report", "pdf")),
        shell:
            "{REPRISE} pdf --config {CONFIG:q} > {log:q} 2>&1"
