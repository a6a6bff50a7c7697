import * as vscode from 'vscode';

/** What the parts below the editor are given to write to; VS Code's LogOutputChannel is one. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The channel *Burnline*. Never write secrets or request bodies to it: people paste logs into issues. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Burnline', { log: true });
}

/** An error with its chain of causes, most recent first, as lines of a log. */
export function describeError(error: unknown): string {
  const lines: string[] = [];
  for (let cause = error; cause !== undefined && lines.length < 5;) {
    if (!(cause instanceof Error)) {
      lines.push(typeof cause === 'string' ? cause : (JSON.stringify(cause) ?? 'unknown'));
      break;
    }
    lines.push(cause.stack ?? `${cause.name}: ${cause.message}`);
    cause = cause.cause;
  }
  return lines.join('\ncaused by ');
}
