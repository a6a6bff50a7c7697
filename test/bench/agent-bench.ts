import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { packProfile } from '../../src/service/engine/packed-profile';
import { bigAgentProfile, dayOfProfiles } from './agent-files';
import type { Report, Scenario } from './measure';

export type AgentTask = 'JSON.parse' | 'parse and merge objects' | 'tables' | 'merge' | 'merge stored';

/** Medians of milliseconds, by the clock and of the processor, and megabytes above what the files themselves take. */
export interface TaskUsage {
  readonly ms: number;
  readonly cpu: number;
  readonly peak: number;
}

const RUNS = 5;

/** The profiles of agents on their way to a picture: one that is large, and all of a day. */
export const agentScenario: Scenario = {
  name: 'flame-agent',
  run: async (report, defer, { only }) => {
    // Minutes of reading: not without being asked for.
    if (only === '') return;
    const folder = (files: readonly Uint8Array[]): string => {
      const made = mkdtempSync(join(tmpdir(), 'burnline-bench-'));
      defer(() => rmSync(made, { recursive: true }));
      files.forEach((file, i) => writeFileSync(join(made, String(i).padStart(3, '0')), file));
      return made;
    };
    const big = folder([bigAgentProfile()]);
    const tables = run('tables', big, report, 'read-50mb');
    const parse = run('JSON.parse', big, report, 'read-50mb');
    judge(report, 8, 'clock', tables.ms / parse.ms, 1, 'JSON.parse');
    judge(report, 8, 'cpu', tables.cpu / parse.cpu, 1, 'JSON.parse');
    judge(report, 8, 'memory', tables.peak / parse.peak, 0.5, 'JSON.parse');

    const day = dayOfProfiles();
    const json = folder(day.map((profile) => Buffer.from(encodeAgentProfile(profile))));
    const stored = folder(day.map(packProfile));
    const parseAll = run('JSON.parse', json, report, 'merge-288');
    const merge = run('merge', json, report, 'merge-288');
    const objects = run('parse and merge objects', json, report, 'merge-288');
    const fromStored = run('merge stored', stored, report, 'merge-288-stored');
    judge(report, 7, 'clock', merge.ms / parseAll.ms, 1.2, 'JSON.parse');
    judge(report, 7, 'cpu', merge.cpu / parseAll.cpu, 1.2, 'JSON.parse');
    judge(report, 7, 'stored-clock', fromStored.ms / objects.ms, 0.15, 'parse and merge objects');
    judge(report, 7, 'stored-cpu', fromStored.cpu / objects.cpu, 0.15, 'parse and merge objects');
  },
};

const OURS = new Set<AgentTask>(['tables', 'merge', 'merge stored']);

function run(task: AgentTask, folder: string, report: Report, name: string): TaskUsage {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8000', 'out/bench-agent-task.js', task, folder, String(RUNS)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${task} broke down: ${stderr}`);
  const usage = JSON.parse(stdout) as TaskUsage;
  const peer = OURS.has(task) ? undefined : task;
  report({ name: `flame-agent/${name}`, value: usage.ms, unit: 'ms', runs: RUNS, peer });
  report({ name: `flame-agent/${name}-cpu`, value: usage.cpu, unit: 'ms', runs: RUNS, peer });
  report({ name: `flame-agent/${name}-peak`, value: usage.peak, unit: 'MB', runs: 1, peer });
  return usage;
}

function judge(
  report: Report,
  goal: number,
  what: string,
  ratio: number,
  atMost: number,
  peer: string,
): void {
  const unit = `times, at most ${atMost}: ${ratio <= atMost ? 'met' : 'MISSED'}`;
  report({ name: `flame-agent/goal-${goal}/${what}`, value: ratio, unit, runs: RUNS, peer });
}
