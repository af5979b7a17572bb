"""
Train: one run, one record.

In:  the run's own slice of the plan; its data set's stamp; the record that it builds on, if any
Out: <results>/<scale>/runs/<run>/record.json, and arrays.npz beside it

A run's folder is named by its key: another spec, or code that can change its result, is another
folder. Checkpoints are no outputs, so that they survive a failure. Every run computes with one
thread; an exclusive run takes all cores, so that nothing runs beside it.
"""


rule train:
    """Training one run."""
    input:
        spec=str(build.layout.spec("{run}")),
        needs=lambda wildcards: build.training_inputs(wildcards.run),
    output:
        str(build.layout.record("{run}")),
    log:
        str(build.layout.log("train", "{run}")),
    wildcard_constraints:
        run="[^/]+",
    threads: lambda wildcards: workflow.cores if build.run(wildcards.run).exclusive else 1
    shell:
        "{REPRISE} train --config {CONFIG:q} --spec {input.spec:q} --out {output:q} > {log:q} 2>&1"
