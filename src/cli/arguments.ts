import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { Failure, oneLine } from './failure';

/** Every command takes these. */
const COMMON = { json: { type: 'boolean' }, verbose: { type: 'boolean' } } as const;

/** Options and positional arguments, checked against what the command takes. @throws {Failure} */
export function readArguments<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options: { ...options, ...COMMON }, allowPositionals: true });
  } catch (error) {
    // A second sentence of its messages is about values that begin with a dash; the first says what is wrong.
    const [first] = oneLine(error).split('. ');
    throw new Failure(`${first.replace(/\.$/, '')}; see --help.`, 2, error);
  }
}

/** The only positional argument. */
export function onlyOne(positionals: readonly string[], what: string): string {
  const [only] = positionals;
  if (positionals.length !== 1) throw new Failure(`Give one ${what}; ${positionals.length} were given.`);
  return only;
}

/** A whole number from 0 to `most`. */
export function wholeNumber(option: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Infinity;
  if (value > most) {
    throw new Failure(`${option} takes a whole number up to ${most}, not ${JSON.stringify(text)}.`);
  }
  return value;
}

export function matching(option: string, text: string, pattern: RegExp, what: string): string {
  if (!pattern.test(text)) throw new Failure(`${option} takes ${what}, not ${JSON.stringify(text)}.`);
  return text;
}

export function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) {
    throw new Failure(`${option} takes ${choices.join(' or ')}, not ${JSON.stringify(text)}.`);
  }
  return choice;
}
