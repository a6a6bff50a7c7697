import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import type { ProfileMeta } from '../../src/profile/tables';
import { profileOf } from '../fixtures/text-profile';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the bundle that is shipped, as a process of its own. */
export async function burnline(
  args: readonly string[],
  { stdin = '', env }: RunOptions = {},
): Promise<Ended> {
  const child = start(args, env);
  child.stdin.end(stdin);
  return ended(child);
}

export function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  // A profile of the developer's own must not reach AWS from a test, nor their service answer one.
  const inherited = { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', BURNLINE_DATA: undefined };
  const child = spawn(process.execPath, ['dist/cli.js', ...args], { env: { ...inherited, ...env } });
  // A command that refuses its arguments ends without reading stdin.
  child.stdin.on('error', () => undefined);
  return child;
}

export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}

export async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`it ended without a line: ${(await ended(child)).stderr}`);
}

/** A folder that is gone when the suite ends. */
export function temporaryFolder(): {
  readonly path: string;
  write(name: string, content: string | Uint8Array): string;
} {
  const path = mkdtempSync(join(tmpdir(), 'burnline-cli-'));
  after(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

/** An agent profile drawn in text, as the Python agent would post it. */
export function agentProfile(drawing: string, meta: Partial<ProfileMeta> = {}): string {
  const agent = { type: 'CodeGuruProfiler-python', version: '1.2.6' };
  return encodeAgentProfile(profileOf(drawing, { agent, ...meta }));
}
