"""Runs a Python program under the CodeGuru Profiler agent, as `python -m codeguru_profiler_agent` would, but for
three things that the agent's own command does not do:

1. Nothing leaves the machine when the service is on it. Left alone the agent asks http://169.254.169.254 what machine
   this is (up to three seconds, switched off by no variable), and botocore obeys proxy variables and ~/.aws/config
   even for loopback. Here the agent is handed its fleet metadata and a client that knows one address.
2. What was sampled is flushed however the program ends, as long as a program can notice: normally, by an exception,
   sys.exit, Ctrl+C, SIGTERM or a closed terminal. Threads that outlive the main module are sampled to their end.
3. The program is left alone: sys.argv, sys.path[0], __main__ and the exit status are what plain `python` gives, and
   its own AWS settings are neither read nor changed when the service is local.

    python burnline_launch.py --group G --region R [--credential-profile P] --script FILE -- ARGUMENTS...
    python burnline_launch.py --group G --region R [--credential-profile P] --module NAME -- ARGUMENTS...

The local service's keys come in BURNLINE_AGENT_ACCESS_KEY_ID and BURNLINE_AGENT_SECRET_ACCESS_KEY, which are taken
out of os.environ before the program starts, and its address in AWS_ENDPOINT_URL_CODEGURUPROFILER. Without those keys
the agent reports to AWS in its own way, with the credential profile if one is named.

Frames of this file stand at the bottom of every stack of the main thread, always as `burnline_launch:<module>`,
`burnline_launch:main` and `burnline_launch:run_script` or `burnline_launch:run_module` (then runpy's own). Whoever
shows profiles folds them away.

Nothing that knows of VS Code or of how the service works belongs here. It runs on Python 3.6 and on Windows.
"""

import _thread
import argparse
import atexit
import datetime
import os
import runpy
import signal
import sys
import types

# The agent takes up to two seconds to end its sampling thread, and a post on loopback far less. A service that does
# not answer must not keep a terminated program alive for much longer than that.
SECONDS_TO_FLUSH = 8
SECONDS_TO_ANSWER = 5


def main(arguments):
    options, program_arguments = parse(arguments)
    if options.script is not None:
        options.script = os.path.abspath(options.script)
        if not os.path.isfile(options.script):
            fail("there is no file {}; name the program to run".format(options.script))
    own_folder = take_path_entry(options)
    stop = start_agent(options, own_folder)
    if stop is not None:
        # Python waits for the program's own threads before it calls this, and calls what the program registers first.
        atexit.register(stop)
        flush_on_signals(stop)
    if options.script is not None:
        run_script(options.script, program_arguments)
    else:
        run_module(options.module, program_arguments)


def run_script(path, program_arguments):
    sys.argv = [path] + program_arguments
    with open(path, "rb") as source:
        code = compile(source.read(), path, "exec", dont_inherit=True)
    program = types.ModuleType("__main__")
    program.__dict__.update(__file__=path, __cached__=None, __builtins__=__builtins__)
    # For good, unlike runpy.run_path: pickle and multiprocessing look the program up here even after its last line.
    sys.modules["__main__"] = program
    exec(code, program.__dict__)


def run_module(name, program_arguments):
    sys.argv = [name] + program_arguments
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def parse(arguments):
    end = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(prog="burnline_launch.py")
    parser.add_argument("--group", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--credential-profile")
    program = parser.add_mutually_exclusive_group(required=True)
    program.add_argument("--script")
    program.add_argument("--module")
    return parser.parse_args(arguments[:end]), arguments[end + 1 :]


def take_path_entry(options):
    """Puts the program's folder on sys.path where Python put this file's folder, which is returned."""
    own_folder = os.path.dirname(os.path.abspath(__file__))
    if sys.path and os.path.abspath(sys.path[0]) == own_folder:
        sys.path[0] = os.path.dirname(options.script) if options.script is not None else os.getcwd()
    return own_folder


def start_agent(options, own_folder):
    """Starts sampling. Returns the function that ends it and flushes, or None after saying why not on stderr."""
    try:
        profiler = create_profiler(options, own_folder)
    except ImportError as error:
        fail(
            "the profiling agent cannot be imported ({}); install it with `{} -m pip install "
            "codeguru-profiler-agent`".format(error, sys.executable)
        )
    except Exception as error:
        fail("the profiling agent cannot be set up ({})".format(error))
    if profiler.start():
        return profiler.stop
    sys.stderr.write("burnline: not profiling, because the file /var/tmp/killProfiler switches the agent off\n")
    return None


def create_profiler(options, own_folder):
    import boto3
    from codeguru_profiler_agent import Profiler

    settings = {
        "allow_top_level_exceptions": True,
        # The agent names frames after paths relative to these; our own folder keeps our names short and known.
        "sys_path": [own_folder] + sys.path,
    }
    key_id = os.environ.pop("BURNLINE_AGENT_ACCESS_KEY_ID", None)
    secret = os.environ.pop("BURNLINE_AGENT_SECRET_ACCESS_KEY", None)
    session = None
    if key_id is None:
        session = boto3.session.Session(region_name=options.region, profile_name=options.credential_profile)
    else:
        # The agent begins at a random moment within a second, so that a fleet does not report all at once.
        settings["initial_sampling_interval"] = datetime.timedelta(0)
        settings["agent_metadata"] = local_metadata()
        settings["codeguru_profiler_client"] = local_client(options.region, key_id, secret)
    return Profiler(
        profiling_group_name=options.group,
        region_name=options.region,
        aws_session=session,
        environment_override=settings,
    )


def local_metadata():
    from codeguru_profiler_agent.agent_metadata.agent_metadata import AgentMetadata
    from codeguru_profiler_agent.agent_metadata.fleet_info import DefaultFleetInfo

    return AgentMetadata(fleet_info=DefaultFleetInfo())


def local_client(region, key_id, secret):
    """A client for one address that reads no AWS file, variable or proxy setting of the person who runs this."""
    from botocore.config import Config
    from botocore.session import Session

    # {name: (key in config file, environment variable, default, conversion)}; only the last two stay.
    variables = {name: (None, None) + tuple(rest[2:]) for name, rest in Session.SESSION_VARIABLES.items()}
    for name in ("config_file", "credentials_file"):
        variables[name] = (None, None, os.devnull, None)
    return Session(session_vars=variables).create_client(
        "codeguruprofiler",
        region_name=region,
        endpoint_url=os.environ["AWS_ENDPOINT_URL_CODEGURUPROFILER"],
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
        config=Config(
            proxies={},
            connect_timeout=SECONDS_TO_ANSWER,
            read_timeout=SECONDS_TO_ANSWER,
            retries={"max_attempts": 1},
        ),
    )


def flush_on_signals(stop):
    """Ctrl+C needs nothing here: it is an exception, so the program ends as by any other."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda received, _frame: end_by_signal(received, stop))


def end_by_signal(number, stop):
    """Flushes, then dies of the signal, so that whoever waits sees the status that it would see without us.

    The main thread stands still at an arbitrary line here and may hold any lock, hence a thread for the flush and a
    limit for it; and a bare one, because threading.Thread.start itself takes a lock that the main thread may hold.
    """
    flushed = _thread.allocate_lock()
    flushed.acquire()

    def flush():
        try:
            stop()
        finally:
            flushed.release()

    _thread.start_new_thread(flush, ())
    flushed.acquire(timeout=SECONDS_TO_FLUSH)
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def fail(reason):
    sys.stderr.write("burnline: {}\n".format(reason))
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
