import type { StackIndex } from '../units';
import { CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { ProfileFormatError } from './reader';
import { decodeUtf8 } from './utf8';
import { samplesEvery } from './weights';

/**
 * What `perf script` prints: an event a block, its stack from the innermost frame on.
 *
 *     java  3244/3251 [002] 158665.570607: 10101010 cpu-clock:            thread, process/thread, time, period, event
 *         7f1e214c24d9 SpinPause+0x19 (/usr/lib/jvm/libjvm.so)            address, function, the file that it is in
 *         7f1e21c41e9a start_thread (/lib/libpthread-2.15.so)
 *                                                                         a blank line
 *
 * Each block is one sample; a last one without its blank line counts for nothing, unless it is all there is. Where several events were recorded, those of the first one are taken, as stackcollapse-perf.pl
 * does. Lines with anything else in them (comments, source lines) are passed over.
 */
export function readPerfScript(bytes: Uint8Array, options: ReadOptions): Decoded {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new ProfileFormatError('', 'text in UTF-8');
  const reader = new PerfScriptReader(options);
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    reader.line(text.slice(at, end));
    at = end + 1;
  }
  return reader.finish();
}

class PerfScriptReader {
  private readonly paths: CallPaths;
  private readonly events = new Set<string>();
  private taken: string | undefined;
  private open: { readonly thread: string; readonly event: string; readonly frames: string[] } | undefined;
  private version = '';
  /** Samples a second, from the line of the command; 0 where it has none. */
  private frequency = 0;

  constructor(options: ReadOptions) {
    this.paths = new CallPaths(options);
    this.taken = options.measurement;
  }

  line(line: string): void {
    if (line.startsWith('#')) {
      this.comment(line.slice(0, 1000));
    } else if (line.trim() === '') {
      this.close();
    } else if (/^\s/.test(line)) {
      this.open?.frames.push(line);
    } else {
      this.close();
      this.open = parseHead(line);
    }
  }

  private comment(line: string): void {
    this.version ||= /^# perf version : (\S+)/.exec(line)?.[1] ?? '';
    this.frequency ||= Number(/^# cmdline : .* -F ?(\d+)/.exec(line)?.[1] ?? 0);
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (open === undefined) return;
    this.events.add(open.event);
    this.taken ??= open.event;
    if (open.event !== this.taken) return;
    const thread = this.paths.thread(open.thread);
    const row = open.frames.reduceRight((caller, frame) => this.enter(frame, caller), thread);
    if (open.frames.length > 0) this.paths.sample(row, 1);
  }

  private enter(line: string, caller: StackIndex): StackIndex {
    const frame = parseFrame(line.trim());
    return frame === undefined ? caller : this.paths.call(caller, this.paths.frame(frame.name, frame.file));
  }

  /** What is open still was cut: perf ends each block with a blank line, and who knows what called the last frame. */
  finish(): Decoded {
    if (this.events.size === 0) this.close();
    const measurements = [...this.events];
    if (this.taken !== undefined && measurements.length > 0 && !this.events.has(this.taken)) {
      const wanted = `one of ${measurements.slice(0, 20).join(', ')}, not ${JSON.stringify(this.taken)}`;
      throw new ProfileFormatError('the measurement', wanted);
    }
    const meta = {
      agent: { type: 'perf', version: this.version },
      weight: samplesEvery(this.frequency > 0 ? 1 / this.frequency : 0),
    };
    return this.paths.finish(meta, measurements, this.taken);
  }
}

/**
 * Word by word: names of threads may have spaces and numbers in them, and which fields follow is up to who recorded.
 * A head that ends without an event is one all the same.
 */
function parseHead(line: string) {
  const words = line.trim().split(/\s+/, 100);
  const process = words.findIndex((word, index) => index > 0 && /^\d+(?:\/\d+)?$/.test(word));
  if (process < 0) return undefined;
  const name = words.slice(0, process).join(' ');
  const thread = `${name} ${words[process].replace(/^.*\//, '')}`;
  const event = words.slice(process + 1).find((word) => word.endsWith(':') && !/^[\d.]+:$/.test(word));
  return { thread, event: event?.slice(0, -1) ?? '', frames: [] };
}

/** @returns undefined for a line that is no frame */
function parseFrame(line: string): { name: string; file: string } | undefined {
  const space = line.indexOf(' ');
  if (space < 0 || !/^[0-9a-f]+$/i.test(line.slice(0, space))) return undefined;
  const rest = line
    .slice(space + 1)
    .trim()
    .replace(/ \(deleted\)\)$/, ')');
  const bracket = rest.endsWith(')') ? rest.lastIndexOf(' (') : -1;
  // A file in brackets and no name before it is the name of a process.
  if (bracket < 0) return rest === '' || rest.startsWith('(') ? undefined : { name: bare(rest), file: '' };
  const file = rest.slice(bracket + 2, -1);
  const name = bare(rest.slice(0, bracket));
  if (name === '[unknown]') return { name: nameOfFile(file), file };
  return { name, file: file === 'inlined' ? '' : file };
}

/** Where in the function the address lies makes no other function of it. */
function bare(name: string): string {
  return name.replace(/\+0x[0-9a-f]+$/, '');
}

/** Code without symbols goes by the file that it is in, as stackcollapse-perf.pl has it. */
function nameOfFile(file: string): string {
  return file.startsWith('[') ? file : `[${file.replace(/^.*\//, '')}]`;
}
