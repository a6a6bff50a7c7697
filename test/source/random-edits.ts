import type { CodeSymbol } from '../../src/source/symbols';
import { isTracked, copyOf, type Line, type MarkedText } from './marked-text';

/** What a person, a formatter or git does to a file, one step at a time and at random. */
export interface EditWorld {
  readonly text: MarkedText;
  /** Of the text as it is. */
  readonly symbols: readonly CodeSymbol[];
  readonly language: EditedLanguage;
  readonly random: () => number;
  /** Makes names that are not there yet. */
  readonly fresh: () => string;
}

export interface EditedLanguage {
  readonly comment: string;
  /** Lines of a function without indentation. */
  readonly functionOf: (name: string, statements: readonly string[]) => readonly string[];
  readonly statementOf: (name: string, value: number) => string;
}

export const EDITED_LANGUAGES: Readonly<Record<string, EditedLanguage>> = {
  python: {
    comment: '#',
    functionOf: (name, statements) => [`def ${name}(self):`, ...statements.map((one) => `    ${one}`)],
    statementOf: (name, value) => `${name} = compute(${value})`,
  },
  java: {
    comment: '//',
    functionOf: (name, statements) => [`void ${name}() {`, ...statements.map((one) => `    ${one}`), '}'],
    statementOf: (name, value) => `int ${name} = compute(${value});`,
  },
  kotlin: {
    comment: '//',
    functionOf: (name, statements) => [`fun ${name}() {`, ...statements.map((one) => `    ${one}`), '}'],
    statementOf: (name, value) => `val ${name} = compute(${value})`,
  },
  scala: {
    comment: '//',
    functionOf: (name, statements) => [`def ${name}() = {`, ...statements.map((one) => `  ${one}`), '}'],
    statementOf: (name, value) => `val ${name} = compute(${value})`,
  },
  groovy: {
    comment: '//',
    functionOf: (name, statements) => [`def ${name}() {`, ...statements.map((one) => `    ${one}`), '}'],
    statementOf: (name, value) => `def ${name} = compute(${value})`,
  },
};

type Edit = (world: EditWorld) => void;

export const EDITS: Readonly<Record<string, Edit>> = {
  'insert a function': (world) => {
    insertFunction(world, world.fresh(), statements(world, 1 + below(world, 6)));
  },
  'delete a function': (world) => {
    const one = pick(world);
    if (one) world.text.remove(one.firstLine, one.endLine);
  },
  'rename a head': (world) => {
    const one = pick(world);
    if (one) renameIn(world, one.line, one.line, one.name, world.fresh());
  },
  'rename everywhere': (world) => {
    const one = pick(world);
    if (one) renameIn(world, 1, world.text.length, one.name, world.fresh());
  },
  'insert a statement': (world) => {
    const one = pick(world);
    if (one) insertInto(world, one, statements(world, 1));
  },
  'insert statements': (world) => {
    const one = pick(world);
    if (one) insertInto(world, one, statements(world, 2 + below(world, 5)));
  },
  'rename and edit': (world) => {
    const one = pick(world);
    if (!one) return;
    renameIn(world, one.line, one.line, one.name, world.fresh());
    insertInto(world, one, statements(world, 1));
  },
  'delete a statement': (world) => {
    const one = pick(world);
    if (!one || one.endLine <= one.bodyLine || one.bodyLine <= one.line) return;
    const line = one.bodyLine + below(world, one.endLine - one.bodyLine);
    if (world.text.at(line).marks.length === 0) world.text.remove(line, line);
  },
  'move a function': (world) => {
    const one = pick(world);
    if (!one) return;
    const place = pick(
      world,
      (other) => !isWithin(other, one) && indentOf(world, other) === indentOf(world, one),
    );
    if (!place) return;
    const removed = world.text.remove(one.firstLine, one.endLine);
    const isAbove = one.firstLine < place.firstLine;
    world.text.insert(place.firstLine - (isAbove ? removed.length : 0), removed);
  },
  'copy a function': (world) => {
    const one = pick(world, (other) => other.kind !== 'class');
    if (!one) return;
    const copy = copyOf(world.text.slice(one.firstLine, one.endLine));
    const head = one.line - one.firstLine;
    const renamed = copy.map((line, i) =>
      i === head ? { ...line, text: replaceWord(line.text, one.name, world.fresh()) } : line,
    );
    world.text.insert(one.firstLine, renamed);
  },
  'duplicate a function': (world) => {
    const one = pick(world, (other) => other.kind !== 'class');
    if (one) world.text.insert(one.firstLine, copyOf(world.text.slice(one.firstLine, one.endLine)));
  },
  'swap names': (world) => {
    const [a, b] = [pick(world), pick(world)];
    if (!a || !b || a.line === b.line || a.kind !== b.kind) return;
    renameIn(world, a.line, a.line, a.name, b.name);
    renameIn(world, b.line, b.line, b.name, a.name);
  },
  'swap functions': (world) => {
    const a = pick(world);
    const b =
      a &&
      pick(world, (other) => other.firstLine > a.endLine && indentOf(world, other) === indentOf(world, a));
    if (!a || !b) return;
    const second = world.text.remove(b.firstLine, b.endLine);
    const first = world.text.remove(a.firstLine, a.endLine);
    world.text.insert(a.firstLine, second);
    world.text.insert(b.firstLine + second.length - first.length, first);
  },
  'merge two functions': (world) => {
    const a = pick(world, (other) => other.kind !== 'class');
    const b = a && pick(world, (other) => other.kind === a.kind && other.firstLine > a.endLine);
    if (!a || !b || a.bodyLine <= a.line || b.bodyLine <= b.line) return;
    const body = copyOf(world.text.remove(b.firstLine, b.endLine).slice(b.bodyLine - b.firstLine, -1));
    world.text.insert(a.bodyLine, body);
  },
  'delete and retype': (world) => {
    const one = pick(world);
    if (!one) return;
    const removed = world.text.remove(one.firstLine, one.endLine);
    world.text.insert(one.firstLine, removed);
  },
  'give a name to another': (world) => {
    const a = pick(world);
    const b = a && pick(world, (other) => other.kind === a.kind && other.firstLine > a.endLine);
    if (!a || !b) return;
    renameIn(world, b.line, b.line, b.name, a.name);
    world.text.remove(a.firstLine, a.endLine);
  },
  'write a comment': (world) => {
    const one = pick(world);
    if (!one) return;
    const indent = indentOf(world, one);
    world.text.insert(one.firstLine, [
      plain(`${indent}${world.language.comment} ${world.fresh()} (see below)`),
    ]);
  },
  'comment in a body': (world) => {
    const one = pick(world);
    if (one) insertInto(world, one, [`${world.language.comment} ${world.fresh()}`]);
  },
  'insert blank lines': (world) => {
    const one = pick(world);
    if (one) world.text.insert(one.firstLine, [plain(''), plain('')]);
  },
  reformat: ({ text }) => {
    let isText = false;
    const wider = text.snapshot().map((line) => {
      const indent = isText ? '' : (/^ */.exec(line.text)?.[0] ?? '');
      // What stands within a text is not the formatter's.
      if ((line.text.split(/"""|'''/).length - 1) % 2 === 1) isText = !isText;
      return { ...line, text: indent + line.text };
    });
    text.reload(wider);
  },
};

function statements({ language, fresh, random }: EditWorld, count: number): readonly string[] {
  return Array.from({ length: count }, () => language.statementOf(fresh(), Math.floor(random() * 1000)));
}

function insertFunction(world: EditWorld, name: string, body: readonly string[]): void {
  const place = pick(world, ({ kind }) => kind !== 'class');
  if (!place) return;
  const indent = indentOf(world, place);
  const lines = world.language.functionOf(name, body).map((line) => plain(indent + line));
  world.text.insert(place.firstLine, [...lines, plain('')]);
}

/** Before the first line of the body, and so before what it does first. */
function insertInto(
  { text }: EditWorld,
  { kind, line, bodyLine }: CodeSymbol,
  body: readonly string[],
): void {
  if (bodyLine <= line && kind === 'class') return;
  const at = text.at(line).text.trimEnd().endsWith('{') ? line + 1 : bodyLine;
  if (at <= line || at > text.length) return;
  const indent = /^\s*/.exec(text.at(at).text)?.[0] ?? '';
  text.insert(
    at,
    body.map((one) => plain(indent + one)),
  );
}

function renameIn({ text }: EditWorld, from: number, to: number, name: string, other: string): void {
  for (let line = from; line <= to; line++) {
    const renamed = replaceWord(text.at(line).text, name, other);
    if (renamed !== text.at(line).text) text.retype(line, renamed);
  }
}

function replaceWord(text: string, word: string, other: string): string {
  return /^\w+$/.test(word) ? text.replace(new RegExp(`\\b${word}\\b`, 'g'), other) : text;
}

function plain(text: string): Line {
  return { text, marks: [] };
}

function indentOf({ text }: EditWorld, { firstLine }: CodeSymbol): string {
  return /^\s*/.exec(text.at(firstLine).text)?.[0] ?? '';
}

function isWithin(inner: CodeSymbol, outer: CodeSymbol): boolean {
  return inner.firstLine >= outer.firstLine && inner.endLine <= outer.endLine;
}

/** A function that has its lines to itself. */
function pick(
  world: EditWorld,
  isWanted: (symbol: CodeSymbol) => boolean = () => true,
): CodeSymbol | undefined {
  const { symbols } = world;
  const usable = symbols.filter(
    (symbol) =>
      isTracked(symbol) &&
      /^\w+$/.test(symbol.name) &&
      new RegExp(`\\b${symbol.name}\\b`).test(world.text.at(symbol.line)?.text ?? '') &&
      !symbols.some((other) => other !== symbol && isTracked(other) && other.line === symbol.line) &&
      isWanted(symbol),
  );
  return usable[below(world, usable.length)];
}

function below({ random }: EditWorld, limit: number): number {
  return Math.floor(random() * limit);
}
