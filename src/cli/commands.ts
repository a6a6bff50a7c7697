import type { Terminal } from './terminal';

/** @returns the exit code: 0 done, 1 the answer is no. @throws {Failure} */
export type Run = (args: readonly string[], terminal: Terminal) => Promise<number>;

interface Command {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  load(): Promise<Run>;
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    usage: `serve [--port N] [--data DIR] [--region R] [--account ID] [--fast] [--events FILE|URL]...
                 [--host ADDRESS --allow-remote --tls-cert FILE --tls-key FILE [--remote-port N]]`,
    help: `Runs the embedded service on this machine's loopback addresses until SIGINT or SIGTERM. The first line on stdout,
once it is ready, is JSON with its address and its keys. --fast makes agents report every few seconds. --host opens it
to other machines as well, over HTTPS and with the certificate for that name, and only together with --allow-remote.
--events appends what is found to a file, or posts it to an https address or to one of this machine.`,
    load: async () => (await import('./serve')).serve,
  },
  {
    name: 'top',
    usage: 'top SOURCE [--states cpu|latency|STATE,…] [--by self|total] [--limit N]',
    help: `The hottest functions. Without --states every thread state in the data counts, as the agent reported it.`,
    load: async () => (await import('./top')).top,
  },
  {
    name: 'diff',
    usage: `diff A B [--normalize share|time|host|none] [--states cpu|latency|STATE,…] [--min-samples N] [--limit N]`,
    help: `What B has more and less of than the baseline A: slower, faster, new and gone functions, each with an interval of
99 %. What lies within chance is not listed; --json has every function. A and B are sources.
--normalize says what is compared: the share of all samples (default), samples per second of the range (time), samples
per hour of each machine or vCPU (host), or samples as counted (none). Nothing is claimed from fewer than --min-samples
samples a side, 100 if not given.`,
    load: async () => (await import('./diff')).diff,
  },
  {
    name: 'check',
    usage: `check SOURCE --baseline SOURCE [--max-regression PCT] [--format text|json|sarif|markdown] [--root DIR]...
                 [--normalize share|time|host|none] [--states cpu|latency|STATE,…] [--min-samples N]`,
    help: `Ends with 1 when a function takes more than in the baseline, callees included: more by over PCT percent of the whole
program (1 if not given), and by more than chance explains. With --max-regression 5 a function may grow from 10 % of all
samples to 15 %. Of runs that do the same work, chance fails at most one check in a hundred, however many functions there
are; where requests come in phases, or the mix of them is another, it may be one in four, so compare runs of one benchmark.
A side with fewer than --min-samples samples (100) fails none, and the check says so.
--format markdown is a table for a pull request; sarif marks the functions' lines, in the source below --root.
--normalize time and host compare rates instead of shares, in percent of the baseline's own whole.`,
    load: async () => (await import('./check')).check,
  },
  {
    name: 'convert',
    usage: 'convert SOURCE --to FORMAT --out FILE [--states cpu|latency|STATE,…]',
    help: `Writes a profile in another format: agent-profile (JSON), collapsed, pprof (packed), speedscope, svg (a flame graph
that any browser opens and zooms), or html (a page with flame graph, search and table). --out - writes to stdout.`,
    load: async () => (await import('./convert')).convert,
  },
  {
    name: 'locate',
    usage: 'locate --root DIR [--root DIR2 …] FRAME…',
    help: `Where in the source a frame's function stands. FRAME may be frame<TAB>file<TAB>line as agents report; - reads
frames from stdin, one a line.`,
    load: async () => (await import('./locate')).locate,
  },
  {
    name: 'coverage',
    usage:
      'coverage --root DIR [--root DIR2 …] SOURCE [--states cpu|latency|STATE,…] [--my-code PREFIX]... [--limit N]',
    help: `How much of a profile stands beside code below --root, and which functions do not, with the reason. A sample counts by
the function of your own that is nearest to where the time went. Rules in .burnline/mapping.json below a root say where
deployed code stands. Own is what --my-code says, else all but installed packages and the runtime.`,
    load: async () => (await import('./coverage')).coverage,
  },
  {
    name: 'recommend',
    usage: 'recommend SOURCE [--price-region R] [--root DIR]...',
    help: `What in the profile is known to be wasteful, and what it costs a year where the fleet's price is known. What
.burnline/suppressions.json in a DIR mutes is left out and counted.`,
    load: async () => (await import('./recommend')).recommend,
  },
  {
    name: 'keys',
    usage: 'keys list | create --role ROLE | rotate KEYID [--grace SECONDS] | remove KEYID  [--data DIR]',
    help: `The access keys of the embedded service. ROLE is agent (may report profiles), reader (may look) or admin (may do
everything). rotate puts a new key in the place of one, which then opens nothing, or only for --grace seconds more. A
service that runs takes every change with its next request. Secrets are printed when they are made, and never again.`,
    load: async () => (await import('./keys')).keys,
  },
];

const SOURCES = `SOURCE is a file with an agent profile (gzip or not), local:GROUP[@RANGE] in the embedded service, or
aws:PROFILE/REGION/GROUP[@RANGE]. RANGE is START/END in ISO 8601 or a duration such as PT1H, the default.`;

const COMMON = `--json puts JSON alone on stdout; --verbose adds the causes of an error; --help explains a command.`;

/** Of one command, or of all where there is none of that name. */
export function helpText(name?: string): string {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) {
    const sources = /SOURCE|diff A B/.test(command.usage) ? [SOURCES] : [];
    return [`burnline ${command.usage}`, command.help, ...sources, COMMON].join('\n\n');
  }
  const usages = COMMANDS.map(({ usage }) => `  burnline ${usage}`);
  return ['Profiles of running programs, from the terminal.', usages.join('\n'), SOURCES, COMMON].join(
    '\n\n',
  );
}
