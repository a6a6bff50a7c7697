"""Prints what Python's own compiler makes of source files: the truth that source mapping is measured against.

    python3 test/source/code_objects.py FILE...      or file names on stdin, one a line, with `-`

The checked-in results are its output for test/fixtures/python/*.py, one per Python that differs:
code-objects-3.11.json, and code-objects-3.13.json, where comprehensions run within the function around them.

One JSON object: {"python": "3.11.7", "files": {FILE: [code object, ...]}}. A code object has the name and the
first line that a frame of it has, the lines that it can execute, and the class that the agent would name (that of
the innermost class around it, where it has a local called `self`). A file that does not compile has no entry.
"""

import dis
import json
import platform
import sys
import warnings


def main(arguments):
    names = sys.stdin.read().splitlines() if arguments == ["-"] else arguments
    files = {}
    for name in names:
        code = compiled(name)
        if code is not None:
            files[name] = list(walk(code, ""))
    sys.stdout.write(rows({"python": platform.python_version(), "files": files}))


def rows(result):
    """JSON with one code object a line, so that a change of one is a change of a line."""
    files = [
        json.dumps(name) + ": [\n" + ",\n".join(json.dumps(code, sort_keys=True) for code in codes) + "\n]"
        for name, codes in sorted(result["files"].items())
    ]
    return '{"python": ' + json.dumps(result["python"]) + ', "files": {\n' + ",\n".join(files) + "\n}}\n"


def compiled(name):
    with open(name, "rb") as file:
        source = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(source, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None


def walk(code, class_name):
    yield describe(code, class_name)
    inner_class = code.co_name if is_class_body(code) else class_name
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from walk(constant, inner_class)


def describe(code, class_name):
    local_names = code.co_varnames + code.co_cellvars + code.co_freevars
    return {
        "name": code.co_name,
        "firstLine": code.co_firstlineno,
        "lines": sorted({line for line in lines_of(code) if line}),
        "className": class_name if "self" in local_names else "",
    }


def lines_of(code):
    if hasattr(code, "co_lines"):
        return [line for _, _, line in code.co_lines()]
    return [line for _, line in dis.findlinestarts(code)]


def is_class_body(code):
    return "__qualname__" in code.co_names and "__module__" in code.co_names


main(sys.argv[1:])
