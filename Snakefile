# Reprise: the table of contents of a build. What a rule does stands in workflow/rules/,
# what it computes in src/reprise/, what it is about in documents/.

import sys
from pathlib import Path

from snakemake.utils import min_version

from reprise.alone import hold
from reprise.config import expect_config
from reprise.workflow import Build

min_version("9.27")
expect_config(Path("config.yaml"))


configfile: "config.yaml"


builds = workflow.is_main_process and not workflow.output_settings.dryrun
if builds:
    hold(Path(".snakemake"))
build = Build(config, mends=builds)
build.refuse_unknown(sys.argv[1:])

# Used inside shell commands only: Snakemake compares these before they are filled in, so that
# another interpreter or another path trains nothing again.
REPRISE = build.interpreter
CONFIG = str(build.config_file)


include: "workflow/rules/data.smk"
include: "workflow/rules/train.smk"
include: "workflow/rules/collect.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/targets.smk"


rule all:
    """Every record, and the report made from them."""
    default_target: True
    input:
        build.records(),
        build.stage_files(),
        build.report_files(),
        build.pdf_files(),


onstart:
    # Jobs of one machine need no rate limit, and Snakemake's own starts one more timer with each
    # round of scheduling, each of which starts a round: after an hour of jobs it takes a core.
    workflow.scheduler.job_rate_limiter = None


onerror:
    # What exists is shown, with the missing runs named; the exit code still says that it failed.
    shell("{REPRISE} report --config {CONFIG:q} --partial || true")
