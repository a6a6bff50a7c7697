import { ProfileBuilder } from '../builder';
import type { FleetMember, Profile, ProfileMeta, Weight } from '../tables';
import { MAX_STATES } from '../tables';
import type { EpochMs, SampleCount, StackIndex } from '../units';
import type { DocumentWriter, Plain } from './document-writer';
import { writeFields } from './document-writer';
import { JsonWriter } from './json-writer';
import { ProfileFormatError, Reader } from './reader';

/**
 * The JSON that agents post and that the embedded service answers to GetProfile. The format is not public: it was
 * read off the Python agent 1.2.6 (`sdk_reporter/profile_encoder.py`) and its uploads.
 *
 *     { "start": 1795234619106, "end": 1795234620865,          epoch ms; `end` is the time of the last sample
 *       "agentMetadata": { "fleetInfo": {...}, "agentInfo": { "type", "version" }, "runtimeVersion", ... },
 *       "callgraph": { "children": { "app:main": { "file": "/srv/app.py", "line": [19, 25],
 *                                                   "counts": { "WALL_TIME": 16 },      self samples only
 *                                                   "children": { ... } } } } }
 *
 * Only `callgraph` is required of other senders (third-party agents leave out most of the rest). Durations are
 * always `end - start`: the Python agent repeats the first report's `durationInMs`, `sampleWeights` and
 * `numTimesSampled` in every later report of a process. Of these only `sampleWeights` is read: it is a rate, samplings a
 * second, and the first five minutes of a process tell that of the next ones.
 *
 * An aggregated profile of ours has the same shape, with a `fleet` list in place of the one `fleetInfo`, and with a
 * list of nodes under a name where hosts have the function of that name in different files. (Agents know one file a
 * name, so theirs never need it.)
 */

/** Deeper call graphs are refused. Agents cut stacks at 1,000 frames and GetProfile's `maxDepth` ends at 10,000. */
export const MAX_DEPTH = 10_000;

/**
 * @param value what JSON.parse gave
 * @throws {ProfileFormatError} with the place and what was expected there
 */
export function decodeAgentProfile(value: unknown): Profile {
  const builder = new ProfileBuilder();
  const { meta } = readInto(builder, value);
  return builder.finish(meta);
}

/**
 * Reads all that {@link decodeAgentProfile} reads, for its mistakes, and makes no tables of it: a third of the time.
 *
 * @returns `samples` in the call graph, beside what is said about it
 * @throws {ProfileFormatError}
 */
export function checkAgentProfile(value: unknown): { meta: ProfileMeta; samples: SampleCount } {
  return readInto({ frame: () => 0, stack: () => 0, sample: () => undefined }, value);
}

/** Takes what stands in a call graph. */
type Tables = Pick<ProfileBuilder, 'frame' | 'stack' | 'sample'>;

function readInto(tables: Tables, value: unknown): { meta: ProfileMeta; samples: SampleCount } {
  const root = new Reader(value);
  const span = decodeSpan(root);
  const samples = readCallgraph(root.child('callgraph'), tables);
  return { meta: decodeMeta(root, span, samples), samples };
}

/**
 * What is said of a profile beside its call graph, which may be left out.
 * @param samples in the call graph
 * @throws {ProfileFormatError}
 */
export function decodeAgentHeader(value: unknown, samples: SampleCount): ProfileMeta {
  const root = new Reader(value);
  return decodeMeta(root, decodeSpan(root), samples);
}

function decodeSpan(root: Reader): { start: EpochMs; end: EpochMs } {
  const start = root.number('start', { min: 0, otherwise: 0 });
  const end = root.number('end', { min: 0, otherwise: start });
  if (end < start) {
    throw new ProfileFormatError('end', `a time not before start (${start}), not ${end}`);
  }
  return { start, end };
}

/** Depth first with a stack of our own: JSON.parse takes any depth, recursion here would not. */
function readCallgraph(root: Reader, tables: Tables): SampleCount {
  const states = new Set<string>();
  let samples = 0;
  const open: { node: Reader; row: StackIndex; depth: number }[] = [{ node: root, row: -1, depth: 0 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, row, depth } = at;
    node.child('counts', { optional: true }).eachField((state, count) => {
      const self = count.asNumber({ min: 0 });
      states.add(state);
      if (states.size > MAX_STATES) {
        throw new ProfileFormatError(count.where, `at most ${MAX_STATES} different thread states`);
      }
      samples += self;
      if (row >= 0) {
        tables.sample(row, state, self);
      } else if (self > 0) {
        // Samples of threads without any frame. Kept under a frame of their own, so that totals stay whole.
        tables.sample(tables.stack(-1, tables.frame('<no frames>', '')), state, self);
      }
    });
    node.child('children', { optional: true }).eachField((name, callees) => {
      for (const callee of callees.oneOrMore()) {
        if (depth >= MAX_DEPTH) {
          throw new ProfileFormatError(callee.where, `call graphs of at most ${MAX_DEPTH} frames in depth`);
        }
        const [first, last] = callee.lineRange('line');
        const frame = tables.frame(name, callee.text('file', ''));
        open.push({ node: callee, row: tables.stack(row, frame, first, last), depth: depth + 1 });
      }
    });
  }
  return samples;
}

function decodeMeta(
  root: Reader,
  { start, end }: { start: EpochMs; end: EpochMs },
  samples: SampleCount,
): ProfileMeta {
  const metadata = root.child('agentMetadata', { optional: true });
  const agent = metadata.child('agentInfo', { optional: true });
  const fleet = root.list('fleet').map((member) => decodeAggregatedMember(member));
  const weight = decodeWeight(metadata);
  return {
    start,
    end,
    profileCount: root.number('profileCount', { min: 1, otherwise: 1 }),
    agent: { type: agent.text('type', ''), version: agent.text('version', '') },
    runtimeVersion: metadata.text('runtimeVersion', ''),
    fleet:
      fleet.length > 0
        ? fleet
        : [decodeFleetInfo(metadata.child('fleetInfo', { optional: true }), end - start, samples)],
    ...(weight === undefined ? {} : { weight }),
  };
}

/** Samplings a second that an agent can mean: the slowest take one every minute or two, none a thousand a second. */
const LEAST_RATE = 0.01;
const GREATEST_RATE = 1000;

/**
 * The time that a thread sample stands for: one by the rate of sampling, since every sampling sees each thread once.
 * Nobody's profile is refused for it: what is no such rate is not known.
 */
function decodeWeight(metadata: Reader): Weight | undefined {
  try {
    const rates = metadata.child('sampleWeights', { optional: true });
    const rate = rates.number('WALL_TIME', { min: 0, otherwise: 0 });
    if (rate < LEAST_RATE || rate > GREATEST_RATE) return undefined;
    return { unit: 'samples', perSample: 1, seconds: 1 / rate };
  } catch (error) {
    if (error instanceof ProfileFormatError) return undefined;
    throw error;
  }
}

/** `fleetInfo` in the five shapes seen: EC2, Fargate, Lambda, the agents' UNKNOWN, and a third-party one. */
function decodeFleetInfo(info: Reader, seenMs: number, samples: number): FleetMember {
  const kind = info.text('computeType', '');
  const id = ['hostName', 'taskArn', 'functionArn', 'id', 'fleetInstanceId']
    .map((key) => info.text(key, ''))
    .find((text) => text !== '');
  return {
    id: id ?? '',
    computeType:
      kind === 'aws_ec2_instance' || kind === 'aws_fargate_task' || kind === 'aws_lambda' ? kind : 'unknown',
    hostType: info.text('hostType', ''),
    vCpus: info.number('vCPUs', { min: 0, otherwise: info.number('cpuLimit', { min: 0, otherwise: 0 }) }),
    memoryMb: info.number('memoryLimitInMB', { min: 0, otherwise: 0 }),
    seenMs,
    samples,
  };
}

function decodeAggregatedMember(member: Reader): FleetMember {
  const seenMs = member.number('activeMs', { min: 0, otherwise: 0 });
  const samples = member.number('samples', { min: 0, otherwise: 0 });
  return decodeFleetInfo(member.child('fleetInfo'), seenMs, samples);
}

/** The JSON text of a profile. */
export function encodeAgentProfile(profile: Profile): string {
  const out = new JsonWriter();
  writeAgentProfile(profile, out);
  return out.finish();
}

/** Writes a profile in the shape that {@link decodeAgentProfile} reads. */
export function writeAgentProfile<Word>(profile: Profile, out: DocumentWriter<Word>): void {
  const { meta } = profile;
  out.openStruct();
  writeFields(out, {
    start: meta.start,
    end: meta.end,
    profileCount: meta.profileCount,
    agentMetadata: {
      sampleWeights: encodeWeight(meta),
      durationInMs: meta.end - meta.start,
      agentInfo: { type: meta.agent.type, version: meta.agent.version },
      runtimeVersion: meta.runtimeVersion,
    },
    fleet: meta.fleet.map((member) => ({
      fleetInfo: encodeFleetInfo(member),
      activeMs: member.seenMs,
      samples: member.samples,
    })),
  });
  out.field(out.word('callgraph'));
  writeCallgraph(profile, out);
  out.closeStruct();
}

/** Only where counts are thread samples is there a rate at which they were taken. */
function encodeWeight({ weight }: ProfileMeta): Plain | undefined {
  const isKnown = weight?.unit === 'samples' && weight.perSample === 1 && weight.seconds > 0;
  return isKnown ? { WALL_TIME: 1 / weight.seconds } : undefined;
}

function encodeFleetInfo(member: FleetMember): Plain {
  const common = { cpuLimit: member.vCpus || undefined, memoryLimitInMB: member.memoryMb || undefined };
  switch (member.computeType) {
    case 'aws_ec2_instance':
      return { computeType: member.computeType, hostName: member.id, hostType: member.hostType };
    case 'aws_fargate_task':
      return { computeType: member.computeType, taskArn: member.id, ...common };
    case 'aws_lambda':
      return { computeType: member.computeType, functionArn: member.id, ...common };
    case 'unknown':
      return {
        id: member.id,
        type: 'UNKNOWN',
        vCPUs: member.vCpus || undefined,
        hostType: member.hostType || undefined,
        memoryLimitInMB: member.memoryMb || undefined,
      };
  }
}

/** Row by row, closing what ends with each: nested functions would overflow on the deepest stacks. */
function writeCallgraph<Word>(profile: Profile, out: DocumentWriter<Word>): void {
  const { frames, stacks } = profile;
  const writeNodeFields = nodeFieldWriter(profile, out);
  const names = frames.name.map((name) => out.word(name));
  const children = out.word('children');
  /** 1 for a node in a list that an earlier sibling of the same name began. */
  const inList = new Uint8Array(stacks.length);
  const nextOfName = (row: StackIndex): boolean => {
    const next = stacks.subtreeEnd[row];
    const isSibling = next < stacks.length && stacks.prefix[next] === stacks.prefix[row];
    return isSibling && frames.name[stacks.frame[next]] === frames.name[stacks.frame[row]];
  };
  const closeNode = (row: StackIndex): void => {
    out.closeStruct();
    if (inList[row] === 1 && !nextOfName(row)) out.closeList();
  };
  out.openStruct();
  out.field(children);
  out.openStruct();
  for (let row = 0; row < stacks.length; row++) {
    const continuesList = inList[row] === 1;
    if (!continuesList) out.field(names[stacks.frame[row]]);
    if (nextOfName(row)) {
      if (!continuesList) out.openList();
      inList[stacks.subtreeEnd[row]] = 1;
    }
    out.openStruct();
    writeNodeFields(row);
    if (stacks.subtreeEnd[row] > row + 1) {
      out.field(children);
      out.openStruct();
      continue;
    }
    closeNode(row);
    for (let at = stacks.prefix[row]; at >= 0 && stacks.subtreeEnd[at] === row + 1; at = stacks.prefix[at]) {
      out.closeStruct();
      closeNode(at);
    }
  }
  out.closeStruct();
  out.closeStruct();
}

/** Writes what stands in a node before its callees. Rows must be asked for in order. */
function nodeFieldWriter<Word>(
  { frames, stacks, samples }: Profile,
  out: DocumentWriter<Word>,
): (row: StackIndex) => void {
  const [file, line, counts] = ['file', 'line', 'counts'].map((name) => out.word(name));
  const files = frames.file.map((path) => (path === '' ? undefined : out.word(path)));
  const states = samples.states.map((state) => out.word(state));
  let sample = 0;
  return (row) => {
    const path = files[stacks.frame[row]];
    if (path !== undefined) {
      out.field(file);
      out.text(path);
    }
    const [first, last] = [stacks.firstLine[row], stacks.lastLine[row]];
    if (first > 0) {
      out.field(line);
      out.openList();
      out.number(first);
      if (last !== first) out.number(last);
      out.closeList();
    }
    if (sample < samples.length && samples.stack[sample] === row) {
      out.field(counts);
      out.openStruct();
      for (; sample < samples.length && samples.stack[sample] === row; sample++) {
        out.field(states[samples.state[sample]]);
        out.number(samples.count[sample]);
      }
      out.closeStruct();
    }
  };
}
