/**
 * How to start a Python program under the profiling agent, as a value: what to run, with which arguments, environment
 * and folder. Pure, so that it can be asserted; run.ts and start/ carry it out, without a shell. What interpreters
 * there are does not belong here, see detect.ts.
 */
export interface LaunchPlan {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment that the program gets anyway. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export type PythonProgram =
  | {
      readonly kind: 'script';
      /** Absolute: frames carry the file name that Python was given. */ readonly file: string;
    }
  | { readonly kind: 'module'; /** As after `python -m`. */ readonly name: string };

/** Who gets the profiles. A Connection of aws/ is one of these. */
export type ReportTo =
  | {
      readonly kind: 'local';
      readonly address: {
        readonly endpoint: string;
        readonly region: string;
        /** The service's key for agents; undefined where somebody has removed it. */
        readonly agentKey?: { readonly accessKeyId: string; readonly secretAccessKey: string };
      };
    }
  | {
      readonly kind: 'aws';
      readonly profile: string;
      readonly region: string;
      readonly roleArn?: string;
      readonly endpoint?: string;
    };

export interface LaunchRequest {
  /** Absolute path of a Python that can import the agent. */
  readonly interpreter: string;
  /** Absolute path of burnline_launch.py. */
  readonly launcher: string;
  readonly program: PythonProgram;
  readonly programArguments?: readonly string[];
  readonly group: string;
  readonly reportTo: ReportTo;
  readonly cwd: string;
}

/** The version that Burnline was tested with, and the only one that it installs. */
export const AGENT_REQUIREMENT = 'codeguru-profiler-agent==1.2.6';

const NO_AGENT_KEY =
  'The embedded service has no key for agents any more; make one with `burnline keys create --role agent`.';

/**
 * The program's own AWS settings stay as they are: the address goes into the variable of this one API, never into
 * AWS_ENDPOINT_URL, and the service's key into names that only our launcher reads, never into AWS_ACCESS_KEY_ID. It is
 * the key for agents: a profiled program can read its environment, and with that key it can report profiles and no more.
 * No secret is an argument: every user of a machine can list those.
 *
 * @throws {Error} the obstacle, where {@link launchObstacle} would have named one of the keys
 */
export function planLaunch(request: LaunchRequest): LaunchPlan {
  const { interpreter, launcher, program, programArguments = [], group, reportTo, cwd } = request;
  return {
    command: interpreter,
    args: [
      launcher,
      ...['--group', group],
      ...['--region', reportTo.kind === 'local' ? reportTo.address.region : reportTo.region],
      ...(reportTo.kind === 'aws' ? ['--credential-profile', reportTo.profile] : []),
      ...(program.kind === 'script' ? ['--script', program.file] : ['--module', program.name]),
      '--',
      ...programArguments,
    ],
    env: environmentFor(reportTo),
    cwd,
  };
}

/** Why a request cannot be carried out, as a sentence with the next step, or undefined when it can. */
export function launchObstacle({ group, program, reportTo }: LaunchRequest): string | undefined {
  if (!/^[\w-]{1,255}$/.test(group)) {
    return `"${group}" cannot be the name of a profiling group; use up to 255 letters, digits, "-" and "_".`;
  }
  if (program.kind === 'module' && !/^\w+(\.\w+)*$/u.test(program.name)) {
    return `"${program.name}" is no module name; write it as after "python -m", such as "shop.server".`;
  }
  if (reportTo.kind === 'local' && reportTo.address.agentKey === undefined) {
    return NO_AGENT_KEY;
  }
  if (reportTo.kind === 'aws' && reportTo.roleArn) {
    return (
      'The agent cannot assume the role of this connection by itself; ' +
      'put the role into a profile of ~/.aws/config and start the agent with a connection to that profile.'
    );
  }
  return undefined;
}

/** Installs the agent into the environment of the interpreter, with the interpreter's own pip. */
export function planInstall(interpreter: string, cwd: string): LaunchPlan {
  return { command: interpreter, args: ['-m', 'pip', 'install', AGENT_REQUIREMENT], env: {}, cwd };
}

/** Makes a virtual environment, for interpreters into which pip must not or cannot install. */
export function planEnvironment(interpreter: string, folder: string, cwd: string): LaunchPlan {
  return { command: interpreter, args: ['-m', 'venv', folder], env: {}, cwd };
}

function environmentFor(reportTo: ReportTo): Record<string, string> {
  if (reportTo.kind === 'local') {
    const { endpoint, agentKey } = reportTo.address;
    // Without keys of ours the launcher reports to AWS, and that is not what was asked for.
    if (agentKey === undefined) throw new Error(NO_AGENT_KEY);
    return {
      AWS_ENDPOINT_URL_CODEGURUPROFILER: endpoint,
      BURNLINE_AGENT_ACCESS_KEY_ID: agentKey.accessKeyId,
      BURNLINE_AGENT_SECRET_ACCESS_KEY: agentKey.secretAccessKey,
    };
  }
  return reportTo.endpoint ? { AWS_ENDPOINT_URL_CODEGURUPROFILER: reportTo.endpoint } : {};
}
