/** Where a command writes to. With `--json`, stdout is for one JSON value and people are told on stderr. */
export interface Terminal {
  readonly isJson: boolean;
  /** The command's answer as JSON; nothing without `--json`. */
  json(value: unknown): void;
  /** Lines for people. */
  say(...lines: readonly string[]): void;
  /** Notes that are no part of the answer. */
  note(line: string): void;
}

export function createTerminal(
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
  isJson: boolean,
): Terminal {
  return {
    isJson,
    json: (value) => void (isJson && stdout.write(`${JSON.stringify(value)}\n`)),
    say: (...lines) => void (isJson ? stderr : stdout).write(lines.map((line) => `${line}\n`).join('')),
    note: (line) => void stderr.write(`${line}\n`),
  };
}
