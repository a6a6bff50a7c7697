import { spawn } from 'node:child_process';

export interface CommandResult {
  /** undefined where a signal ended it or it could not be started. */
  readonly exitCode: number | undefined;
  /** What it printed to either stream, whole. */
  readonly output: string;
}

/** Runs a program to its end without a shell. Rejects only when `signal` aborts, which also ends the program. */
export function runCommand(
  command: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, signal });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.on('error', (error) => {
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ exitCode: undefined, output: `${output}${error.message}` });
    });
    child.on('close', (code) => {
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ exitCode: code ?? undefined, output });
    });
  });
}

/** The line that most likely says why: the last one that is not empty. */
export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
