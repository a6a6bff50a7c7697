import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { EXPORT_FORMATS, exportProfile, NotExportable, type ExportFormat } from '../export/formats';
import { computeCallTree } from '../profile/call-tree';
import { formatBytes } from '../profile/format';
import { formatAmount, weightOf } from '../profile/weight';
import { onlyOne, oneOf, readArguments } from './arguments';
import { countStates, type Counted } from './count-states';
import { Failure, oneLine } from './failure';
import { withSource } from './source';
import type { Terminal } from './terminal';

const STDOUT = '-';

/** `burnline convert`: a profile in another format. */
export async function convert(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, {
    to: { type: 'string' },
    out: { type: 'string' },
    states: { type: 'string' },
  });
  const source = onlyOne(positionals, 'source');
  const to = oneOf('--to', values.to ?? '', EXPORT_FORMATS);
  const out = readOut(values.out, terminal);
  const counted = await withSource(source, ({ profile }) =>
    Promise.resolve(countStates(profile, values.states)),
  );
  const bytes = await encode(source, to, counted);
  await write(out, bytes);
  if (out === STDOUT) return 0;
  terminal.json({ to, out, bytes: bytes.length });
  if (!terminal.isJson) terminal.say(`${out}: ${to}, ${formatBytes(bytes.length)}`);
  return 0;
}

function readOut(out: string | undefined, { isJson }: Terminal): string {
  if (!out) throw new Failure('Give --out FILE to write to, or --out - for stdout.');
  if (out === STDOUT && isJson) {
    throw new Failure('--json and --out - would both write to stdout; leave one of them out.');
  }
  return out;
}

async function encode(source: string, to: ExportFormat, counted: Counted): Promise<Uint8Array> {
  const content = render(source, to, counted);
  if (to === 'pprof') return promisify(gzip)(content);
  return typeof content === 'string' ? Buffer.from(content) : content;
}

function render(source: string, to: ExportFormat, { profile, states }: Counted): string | Uint8Array {
  const { sum } = computeCallTree(profile, states);
  if (sum === 0) {
    const has = profile.samples.states.join(', ');
    const where = has === '' ? '' : ` in these states, only in ${has}`;
    throw new Failure(`${source} has no samples${where}.`);
  }
  const title = /^(?:local|aws):/.test(source) ? source : basename(source);
  const { start, end } = profile.meta;
  const times = end > 0 && end <= LAST_TIME ? [`${isoTime(start)} to ${isoTime(end)}`] : [];
  const subtitle = [`${formatAmount(weightOf(profile.meta), sum)} in ${states.join(', ')}`, ...times].join(
    ' · ',
  );
  try {
    return exportProfile(profile, to, { states, title, subtitle });
  } catch (error) {
    if (error instanceof NotExportable) throw new Failure(error.message, 2, error);
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(
      `${source} is too large for ${to}; choose a shorter range or fewer --states.`,
      2,
      error,
    );
  }
}

/** Files may say any time; calendars end here (ECMA-262, "Time Values"). */
const LAST_TIME = 8.64e15;

/** To the second, in UTC. */
function isoTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

async function write(out: string, bytes: Uint8Array): Promise<void> {
  if (out === STDOUT) {
    // Until it has gone: a pipe takes only so much at a time.
    return new Promise((resolve) => process.stdout.write(bytes, () => resolve()));
  }
  try {
    await writeFile(out, bytes);
  } catch (error) {
    throw new Failure(`${out} cannot be written: ${oneLine(error)}.`, 2, error);
  }
}
