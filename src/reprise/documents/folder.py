"""What a document's folder holds, and how it may not be called."""

FILES = ("document.yaml", "experiments.yaml", "claims.yaml", "figures.yaml", "prose.md")
"""What a document's folder holds; a folder with any of them is one."""

OPTIONAL = "errata.yaml"
"""The file that a document may do without."""

LITERATURE = "literature.yaml"
"""The file beside the folders that holds numbers of the literature; it may be absent."""

RESERVED = {
    "all",
    "data",
    "train",
    "train-together",
    "train_together",
    "collect",
    "claims",
    "figures",
    "report",
    "pdf",
}
"""Names of rules: a document of that name could not be asked for."""
