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
    name: 'recommend',
    usage: 'recommend SOURCE [--price-region R]',
    help: `What in the profile is known to be wasteful, and what it costs a year where the fleet's price is known.`,
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
    const sources = command.usage.includes('SOURCE') ? [SOURCES] : [];
    return [`burnline ${command.usage}`, command.help, ...sources, COMMON].join('\n\n');
  }
  const usages = COMMANDS.map(({ usage }) => `  burnline ${usage}`);
  return ['Profiles of running programs, from the terminal.', usages.join('\n'), SOURCES, COMMON].join(
    '\n\n',
  );
}
