#!/usr/bin/env python3
"""Every message, enum, enum value, field, service and RPC has a comment above it; that of a field of a request begins
with REQUIRED or OPTIONAL.

buf's STANDARD category does not ask for comments; this does. Usage: proto_comments.py <folder>
"""

import pathlib
import re
import sys

FIELD = re.compile(r"^\s*(?:optional\s+|repeated\s+)?[\w.<>, ]+\s+\w+\s*=\s*\d+")
ELEMENT = re.compile(
    r"^\s*(?:message|enum|service)\s+\w+\s*\{"
    r"|^\s*rpc\s+\w+"
    r"|^\s*[A-Z][A-Z0-9_]*\s*=\s*-?\d+"
)
TOP_LEVEL = re.compile(r"^(?:message|enum|service)\s+(\w+)")
BEHAVIOUR = re.compile(r"(REQUIRED|OPTIONAL)\b")


def comment_above(lines, index):
    """The text of the comment that ends on the line above; empty when there is none."""
    words = []
    while index > 0 and lines[index - 1].lstrip().startswith("//"):
        index -= 1
        words.insert(0, lines[index].lstrip().lstrip("/").strip())
    return " ".join(words)


def problems_of(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    element_of = ""
    for index, line in enumerate(lines):
        if top := TOP_LEVEL.match(line):
            element_of = top.group(1)
        if line.lstrip().startswith(("//", "reserved", "option ", "syntax", "package", "import")):
            continue
        is_field = FIELD.match(line)
        if not is_field and not ELEMENT.match(line):
            continue
        comment = comment_above(lines, index)
        if not comment:
            yield f"{path}:{index + 1}: no comment above: {line.strip()}"
        elif is_field and element_of.endswith("Request") and not BEHAVIOUR.match(comment):
            yield f"{path}:{index + 1}: the comment of a request's field begins with REQUIRED or OPTIONAL: {line.strip()}"


def main():
    problems = [p for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.proto")) for p in problems_of(path)]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
