"""
Train: one run, one record.

In:  the run's own slice of the plan; its data set's stamp; the record that it builds on, if any
Out: <results>/<scale>/runs/<run>/record.json, and arrays.npz beside it

A run's folder is named by its key: another spec, or code that can change its result, is another
folder. Short runs share a job, whose output is a mark: their records are written
one by one, and are no outputs of the job, so that a failure costs none of them. Nor are checkpoints.
Every run computes with one thread; an exclusive one takes all cores, so that nothing runs beside it.
Of the jobs that are ready those begin first that take longest, with what waits for them, so that no
core waits long for the last one; tables come after all of them, since one that is made between two
exclusive jobs idles the other cores.
"""


rule train:
    """Training one run."""
    input:
        spec=str(build.layout.spec("{run}")),
        needs=lambda wildcards: build.needs(wildcards.run),
    output:
        update(str(build.layout.record("{run}"))),  # a record that is whole already is kept
    log:
        str(build.layout.log("train", "{run}")),
    wildcard_constraints:
        run="[^/]+",
    threads: lambda wildcards: workflow.cores if build.runs[wildcards.run].exclusive else 1
    priority: lambda wildcards: build.urgency(wildcards.run)
    shell:
        "{REPRISE} train --config {CONFIG:q} --spec {input.spec:q} --out {output:q} > {log:q} 2>&1"


rule train_together:
    """Training short runs in one job."""
    input:
        specs=lambda wildcards: build.slices(*build.groups[wildcards.group].runs),
        needs=lambda wildcards: build.needs_of_group(wildcards.group),
    output:
        str(build.layout.group("{group}")),
    log:
        str(build.layout.log("train", "{group}")),
    wildcard_constraints:
        group="[^/]+",
    threads: lambda wildcards: workflow.cores if build.groups[wildcards.group].exclusive else 1
    priority: lambda wildcards: build.urgency(wildcards.group)
    shell:
        "{REPRISE} train --config {CONFIG:q} --spec {input.specs:q} --together {output:q} > {log:q} 2>&1"
