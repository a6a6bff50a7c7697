import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { jsonWords, readAgentProfile } from '../../src/profile/codec/agent-profile-bytes';
import { mergeProfiles } from '../../src/profile/merge';
import { unpackProfile } from '../../src/service/engine/packed-profile';
import type { AgentTask, TaskUsage } from './agent-bench';
import { cpuTime, median, time } from './measure';

/** `node agent-task.js TASK FOLDER RUNS`: one way to read the files of a folder, in a process of its own. */
interface Node {
  readonly counts?: Readonly<Record<string, number>>;
  readonly children?: Readonly<Record<string, Node>>;
}

interface Merged {
  counts: Record<string, number>;
  children: Record<string, Merged>;
}

const tasks: Readonly<Record<AgentTask, (files: readonly Buffer[]) => unknown>> = {
  'JSON.parse': (files) => files.map((file) => JSON.parse(file.toString('latin1')) as unknown),
  'parse and merge objects': (files) => {
    const all: Merged = { counts: {}, children: {} };
    for (const file of files) {
      mergeInto(all, (JSON.parse(file.toString('latin1')) as { callgraph: Node }).callgraph);
    }
    return all;
  },
  tables: (files) => files.map((file) => readAgentProfile(file)),
  merge: (files) => {
    const words = jsonWords();
    return mergeProfiles(files.map((file) => readAgentProfile(file, words)));
  },
  'merge stored': (files) => {
    const words = jsonWords();
    return mergeProfiles(files.map((file) => unpackProfile(file, words)));
  },
};

function mergeInto(into: Merged, node: Node): void {
  for (const [state, count] of Object.entries(node.counts ?? {})) {
    into.counts[state] = (into.counts[state] ?? 0) + count;
  }
  for (const [name, child] of Object.entries(node.children ?? {})) {
    mergeInto((into.children[name] ??= { counts: {}, children: {} }), child);
  }
}

async function main(task: AgentTask, folder: string, runs: number): Promise<void> {
  const files = readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name)));
  const before = peakMegabytes();
  // Kept until the memory is read: what is given up early need not be held.
  const kept = tasks[task](files);
  const peak = peakMegabytes() - before;
  const isKept = kept !== undefined;
  const clock: number[] = [];
  const cpu: number[] = [];
  for (let run = 0; run < runs && isKept; run++) {
    cpu.push(await cpuTime(async () => clock.push(await time(() => tasks[task](files)))));
  }
  console.log(JSON.stringify({ ms: median(clock), cpu: median(cpu), peak } satisfies TaskUsage));
}

function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1000;
}

void main(process.argv[2] as AgentTask, process.argv[3], Number(process.argv[4]));
