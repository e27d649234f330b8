#!/usr/bin/env python3
"""Every message, enum, enum value, field, service and RPC has a comment above it.

buf's STANDARD category does not ask for comments; this does. Usage: proto_comments.py <folder>
"""

import pathlib
import re
import sys

ELEMENT = re.compile(
    r"^\s*(?:message|enum|service)\s+\w+\s*\{"
    r"|^\s*rpc\s+\w+"
    r"|^\s*(?:optional\s+|repeated\s+)?[\w.<>, ]+\s+\w+\s*=\s*\d+"
    r"|^\s*[A-Z][A-Z0-9_]*\s*=\s*-?\d+"
)


def uncommented(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith(("//", "reserved", "option ")) or not ELEMENT.match(line):
            continue
        if number < 2 or not lines[number - 2].lstrip().startswith("//"):
            yield f"{path}:{number}: no comment above: {line.strip()}"


def main():
    problems = [p for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.proto")) for p in uncommented(path)]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
