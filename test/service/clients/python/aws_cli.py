"""The AWS CLI: the code behind `aws`, many commands in one process, each with the words that a user would type."""

import contextlib
import io
import json
import os
import re
import tempfile

from awscli.clidriver import create_clidriver

from lines import serve

drivers = {}
FAILURE = re.compile(
    r"\nAn error occurred \((\w+)\) when calling the (\w+) operation(?: \(reached max retries: 0\))?: (.*)\n",
    re.DOTALL,
)
BLOBS = {"PostAgentProfile": "agentProfile"}
OUTFILES = {"GetProfile": "profile"}


def answer(question):
    operation, address = question["operation"], question["address"]
    paginate = question.get("paginate", False)
    with tempfile.TemporaryDirectory() as folder:
        outfile = os.path.join(folder, "out")
        arguments = ["codeguruprofiler", dashed(operation)]
        arguments += [] if paginate else ["--no-paginate"] if operation == "ListProfileTimes" else []
        arguments += inputs(operation, dict(question["input"]), folder, paginate)
        arguments += [outfile] if operation in OUTFILES else []
        code, stdout, stderr = run(address, arguments + ["--endpoint-url", address["endpoint"]])
        if code != 0:
            return failure(operation, code, stdout, stderr)
        output = json.loads(stdout) if stdout else {}
        if operation in OUTFILES:
            with open(outfile, "rb") as file:
                output[OUTFILES[operation]] = file.read()
    if paginate:
        return {"starts": [time["start"] for time in output["profileTimes"]]}
    return {"output": output, "complaints": []}


def inputs(operation, members, folder, paginate):
    """Options where all members are plain, as a user types them; one JSON text otherwise. Bytes are a file."""
    arguments = []
    if paginate:
        arguments += ["--page-size", str(members.pop("maxResults"))]
    if BLOBS.get(operation) in members:
        path = os.path.join(folder, "in")
        with open(path, "wb") as file:
            file.write(members.pop(BLOBS[operation]))
        arguments += ["--" + dashed(BLOBS[operation]), "fileb://" + path]
    if any(isinstance(value, (dict, list)) for value in members.values()):
        return arguments + ["--cli-input-json", json.dumps(members)]
    return arguments + [word for name, value in members.items() for word in option(name, value)]


def option(name, value):
    if isinstance(value, bool):
        return ["--" + ("" if value else "no-") + dashed(name)]
    return ["--" + dashed(name), str(value)]


def run(address, arguments):
    """Exit code and what was printed. A driver remembers the key that it was made with, so every service has its own."""
    os.environ["AWS_ACCESS_KEY_ID"] = address["accessKeyId"]
    os.environ["AWS_SECRET_ACCESS_KEY"] = address["secretAccessKey"]
    os.environ["AWS_DEFAULT_REGION"] = address["region"]
    key = (address["endpoint"], address["secretAccessKey"])
    driver = drivers[key] = drivers.get(key) or create_clidriver()
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        code = driver.main(arguments)
    return code, stdout.getvalue(), stderr.getvalue()


def failure(operation, code, stdout, stderr):
    """Everything that `aws` prints of a failure: an exit code, one sentence on stderr, nothing on stdout."""
    match = FAILURE.fullmatch(stderr)
    if code not in (254, 255) or match is None or match[2] != operation or stdout:
        raise Exception("aws ended with %r and printed %r, %r" % (code, stdout, stderr))
    return {"error": {"code": match[1], "message": match[3]}}


def dashed(name):
    """`BatchGetFrameMetricData` and `agentProfile` as options and commands are spelled."""
    return re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower()


serve(answer)
