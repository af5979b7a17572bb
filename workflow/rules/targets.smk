"""
Targets: every document and every experiment by name, as in `snakemake boczek-2021/lr-sweep`.

In:  the records of the document or experiment, and the files that its part of the report is made of
Out: a mark below <results>/<scale>/targets/; the report is rendered from these runs and from what
     lies there already, so that no other run starts.
"""

for target, slug, experiment in build.targets():

    rule:
        name:
            target
        input:
            build.target_inputs(slug, experiment),
        output:
            touch(str(build.layout.target(slug, experiment))),
        log:
            str(build.layout.log("report", build.layout.target(slug, experiment).stem)),
        resources:
            report=1,
        shell:
            "{REPRISE} report --config {CONFIG:q} --partial 2>&1 | tee {log:q}"
