"""Questions and answers of python-client.ts as lines of JSON. What answers them is boto3_client.py and aws_cli.py."""

import base64
import json
import sys
import traceback


def serve(answer):
    """Answers every line of stdin with what `answer` makes of it, until stdin ends."""
    sys.stdin.reconfigure(encoding="utf-8")
    # Whoever prints by mistake must not print into the answers.
    out, sys.stdout = open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False), sys.stderr
    for line in sys.stdin:
        try:
            text = json.dumps(answer(json.loads(line, object_hook=unwrap)), default=wrap)
        except Exception:
            text = json.dumps({"broken": traceback.format_exc()})
        out.write(text + "\n")
        out.flush()


def unwrap(value):
    return base64.b64decode(value["$bytes"]) if list(value) == ["$bytes"] else value


def wrap(value):
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    raise TypeError("%r is neither JSON nor bytes" % (value,))
