import type { FrameIndex, StackIndex } from '../units';
import { CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { JfrChunk } from './jfr-chunk';
import type { Key } from './jfr-cursor';
import type { JfrObject, JfrValue } from './jfr-values';
import { samplesEvery } from './weights';

/**
 * A recording of Java Flight Recorder, by the JDK itself, async-profiler, or agents with one of them inside. Taken are
 * its samples of running threads; `jdk.ExecutionSample` where the thread was in Java, `jdk.NativeMethodSample` where Java
 * had called something else. Each is one sample.
 *
 * Names are `java/util/HashMap.get`, as the recording has class and method.
 */
export function readJfr(bytes: Uint8Array, options: ReadOptions): Decoded {
  const paths = new CallPaths(options);
  const times = { start: Infinity, end: 0, seconds: 0 };
  for (let at = 0; at < bytes.length;) {
    const chunk = new JfrChunk(bytes, at);
    const seconds = new ChunkReader(chunk, paths).read();
    times.seconds ||= seconds;
    times.start = Math.min(times.start, Math.round(chunk.startNanos / 1e6));
    times.end = Math.max(times.end, Math.round((chunk.startNanos + chunk.lengthNanos) / 1e6));
    at = chunk.end;
  }
  const start = Math.max(0, times.start);
  const { end, seconds } = times;
  return paths.finish({ start, end: Math.max(start, end), agent: JFR, weight: samplesEvery(seconds) });
}

const JFR = { type: 'Java Flight Recorder', version: '' };

const JAVA_SAMPLE = 'jdk.ExecutionSample';
const NATIVE_SAMPLE = 'jdk.NativeMethodSample';
const SETTING = 'jdk.ActiveSetting';

class ChunkReader {
  private readonly frames = new Map<Key, FrameIndex>();
  /** Paths by thread, then by stack trace: a trace is read once, however often it was sampled. */
  private readonly known = new Map<StackIndex, Map<Key, StackIndex>>();
  private seconds = 0;

  constructor(
    private readonly chunk: JfrChunk,
    private readonly paths: CallPaths,
  ) {}

  /** @returns seconds between samples; 0 where the recording does not say */
  read(): number {
    this.chunk.eachEvent([JAVA_SAMPLE, NATIVE_SAMPLE, SETTING], (name, event) => {
      if (name === SETTING) this.setting(event);
      else this.paths.sample(this.path(event), 1, this.stateOf(event, name));
    });
    return this.seconds;
  }

  private path(event: JfrObject): StackIndex {
    const thread = this.paths.thread(this.threadOf(event));
    const trace = event.get('stackTrace');
    if (typeof trace !== 'number' && typeof trace !== 'string') return thread;
    const known = this.known.get(thread) ?? new Map<Key, StackIndex>();
    this.known.set(thread, known);
    const row = known.get(trace) ?? this.enter(trace, thread);
    known.set(trace, row);
    return row;
  }

  private enter(trace: Key, thread: StackIndex): StackIndex {
    return this.chunk.framesOf(trace).reduceRight((caller, frame) => {
      const line = frame.get('lineNumber');
      return this.paths.call(caller, this.frameOf(frame.get('method')), typeof line === 'number' ? line : 0);
    }, thread);
  }

  private frameOf(method: JfrValue | undefined): FrameIndex {
    const key = typeof method === 'number' || typeof method === 'string' ? method : '';
    const frame = this.frames.get(key) ?? this.paths.frame(this.nameOf(method), '');
    this.frames.set(key, frame);
    return frame;
  }

  /** Functions that are not Java's have no class, or one without a name. */
  private nameOf(key: JfrValue | undefined): string {
    const method = this.chunk.constant('jdk.types.Method', key);
    const type = this.chunk.constant('java.lang.Class', method?.get('type'));
    const [className, name] = [type, method].map((owner) => this.symbol(owner?.get('name')));
    if (method === undefined) return '[unknown]';
    return className === '' ? name : `${className}.${name}`;
  }

  private symbol(key: JfrValue | undefined): string {
    return this.chunk.textOf(this.chunk.constant('jdk.types.Symbol', key)?.get('string'));
  }

  private threadOf(event: JfrObject): string {
    const thread = this.chunk.constant('java.lang.Thread', event.get('sampledThread'));
    const names = ['javaName', 'osName'].map((name) => this.chunk.textOf(thread?.get(name)));
    return names.find((name) => name !== '') ?? 'without a name';
  }

  /** The period of samples: JDKs name the event and say `20 ms`, async-profiler says `interval` in nanoseconds, 0 for its own. */
  private setting(event: JfrObject): void {
    const [name, value] = ['name', 'value'].map((field) => this.chunk.textOf(event.get(field)));
    if (name === 'interval' && /^\d{1,15}$/.test(value)) {
      this.seconds ||= (Number(value) || ASYNC_PROFILER) / 1e9;
    }
    if (name !== 'period' || event.get('id') !== this.chunk.idOf(JAVA_SAMPLE)) return;
    const [, number = '0', unit = 's'] = /^(\d{1,9}) (ms|s)$/.exec(value) ?? [];
    this.seconds ||= Number(number) / (unit === 'ms' ? 1000 : 1);
  }

  private stateOf(event: JfrObject, sample: string): string {
    const state = this.chunk.constant('jdk.types.ThreadState', event.get('state'));
    const name = this.chunk.textOf(state?.get('name'));
    return STATES.get(name) ?? (sample === NATIVE_SAMPLE ? 'NATIVE' : 'RUNNABLE');
  }
}

/** `DEFAULT_INTERVAL` of its arguments.h: 10 ms. */
const ASYNC_PROFILER = 10_000_000;

/** JVM TI's thread states, as recordings name them; all others are running. */
const STATES: ReadonlyMap<string, string> = new Map([
  ['STATE_BLOCKED_ON_MONITOR_ENTER', 'BLOCKED'],
  ['STATE_IN_OBJECT_WAIT', 'WAITING'],
  ['STATE_PARKED', 'WAITING'],
  ['STATE_IN_OBJECT_WAIT_TIMED', 'TIMED_WAITING'],
  ['STATE_PARKED_TIMED', 'TIMED_WAITING'],
  ['STATE_SLEEPING', 'TIMED_WAITING'],
]);
