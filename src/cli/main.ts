// The same engine without an editor. One file per command; nothing in here draws, stores or guesses at what the
// folders beside it know.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, helpText } from './commands';
import { Failure, isExpected, oneLine } from './failure';
import { whyNodeIsTooOld } from './node-version';
import { createTerminal } from './terminal';

/**
 * `burnline COMMAND …`. Exit codes: 0 done, 1 the answer is no, 2 the question was wrong, 3 nobody could be reached.
 *
 * Commands are loaded when they are called: the service's store needs a Node that this line may have to ask for.
 */
async function main(args: readonly string[]): Promise<number> {
  const tooOld = whyNodeIsTooOld(process.versions.node);
  if (tooOld !== undefined) throw new Failure(tooOld);
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') return print(readVersion());
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    return print(helpText(rest[0]));
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const known = COMMANDS.map((candidate) => candidate.name).join(', ');
    throw new Failure(`There is no command ${JSON.stringify(name)}; the commands are ${known}.`);
  }
  if (rest.includes('--help') || rest.includes('-h')) return print(helpText(name));
  const run = await command.load();
  return run(rest, createTerminal(process, rest.includes('--json')));
}

/** Beside the folder of the bundle, in a checkout and in an installed extension alike. */
function readVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

/** One line; `--verbose` adds what caused it, and what caused that. */
function explain(error: unknown, isVerbose: boolean): number {
  process.stderr.write(`${oneLine(error)}\n`);
  const stack = error instanceof Error && !isExpected(error) ? error.stack : undefined;
  if (isVerbose && stack !== undefined) process.stderr.write(`${stack}\n`);
  if (isVerbose) explainCauses(error);
  return error instanceof Failure ? error.exitCode : 2;
}

function explainCauses(error: unknown): void {
  const seen = new Set<unknown>();
  for (let at = error; at instanceof Error && at.cause !== undefined && !seen.has(at); at = at.cause) {
    seen.add(at);
    process.stderr.write(`  because: ${oneLine(at.cause)}\n`);
  }
}

/** `burnline top … | head -1` closes the pipe when it has seen enough. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const args = process.argv.slice(2);
main(args).then(
  (exitCode) => void (process.exitCode = exitCode),
  (error: unknown) => void (process.exitCode = explain(error, args.includes('--verbose'))),
);
