"""The command line: one module a verb, named like the verb, in the room of what it is for."""

# rooms in the order of the help, each with its heading and its verbs
HEADINGS = {
    "stating": "State facts",
    "asking": "Ask",
    "giving": "Give answers to others",
    "keeping": "Keep releases",
    "program": "The program",
}
VERBS = {
    "stating": ("new", "build", "validate", "format", "amend", "record", "schemas", "texts", "agreement", "draft", "import"),
    "asking": (
        "compare", "explain", "replay", "timeline", "changes", "regime", "terms", "claims", "disputes", "coverage", "due",
        "panel", "groups", "similar", "search", "show", "paths", "query", "rerun", "competency", "policies", "check",
    ),
    "giving": ("brief", "embed", "cite", "verify", "export", "publish", "endpoint", "serve", "mcp"),
    "keeping": ("releases", "backup", "restore", "upgrade"),
    "program": ("help", "completion"),
}  # fmt: skip
