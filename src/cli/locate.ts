import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { visibleText } from '../base/visible-text';
import type { FrameRef } from '../profile/tables';
import { createLocator } from '../source/locate';
import type { Location, Place } from '../source/location';
import { readArguments } from './arguments';
import { Failure } from './failure';
import { createDiskAccess } from './disk';
import type { Terminal } from './terminal';

/** `burnline locate`: where frames stand in the source. */
export async function locate(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, { root: { type: 'string', multiple: true } });
  const roots = readRoots(values.root ?? []);
  const frames = await readFrames(positionals);
  const locator = createLocator({ ...createDiskAccess(), wasmDir: __dirname });
  const found: { readonly ref: FrameRef; readonly location: Location }[] = [];
  for (const ref of frames) found.push({ ref, location: await locator.locate(ref, roots) });
  locator.dispose();
  terminal.json(found.map(({ ref, location }) => toJson(ref, location)));
  if (!terminal.isJson) terminal.say(...found.flatMap(({ ref, location }) => lines(ref, location)));
  return 0;
}

function readRoots(roots: readonly string[]): string[] {
  if (roots.length === 0) throw new Failure('locate needs to know where the source is; give --root DIR.');
  for (const root of roots) {
    if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new Failure(`--root takes a folder, and ${JSON.stringify(root)} is none.`);
    }
  }
  return roots.map((root) => resolve(root));
}

async function readFrames(positionals: readonly string[]): Promise<FrameRef[]> {
  if (positionals.length === 0) {
    throw new Failure('locate needs a frame; give one, or - to read them from stdin.');
  }
  const texts: string[] = [];
  for (const text of positionals) {
    texts.push(...(text === '-' ? (await readAll(process.stdin)).split(/\r?\n/) : [text]));
  }
  return texts.filter((text) => text.trim() !== '').map(parseFrame);
}

/** `frame`, or `frame<TAB>file<TAB>line`; of lines in a range, `19-25` or `[19, 25]`. */
function parseFrame(text: string): FrameRef {
  const [name, file = '', line = ''] = text.split('\t');
  const [first = 0, last = first] = (line.match(/\d+/g) ?? []).map(Number);
  return { name, file, firstLine: first, lastLine: last };
}

function toJson({ name }: FrameRef, location: Location) {
  const place = 'line' in location ? location : undefined;
  return {
    frame: name,
    status: location.status,
    file: place === undefined ? null : fileBelowRoot(place),
    line: place?.line ?? null,
    endLine: place?.endLine ?? null,
    symbol: place?.symbol ?? null,
    root: place?.root ?? null,
    candidates: location.candidates.map((candidate) => ({
      file: fileBelowRoot(candidate),
      line: candidate.line,
      endLine: candidate.endLine,
      symbol: candidate.symbol,
      root: candidate.root,
    })),
    why: location.why,
  };
}

/** With slashes on every system, so that one script reads all. */
function fileBelowRoot({ root, file }: Place): string {
  return relative(root, file).replaceAll('\\', '/');
}

function lines({ name }: FrameRef, location: Location): string[] {
  const places = 'line' in location ? [location] : location.candidates;
  const shown = places.map(
    (place) => `  ${fileBelowRoot(place)}:${place.line}  ${visibleText(place.symbol, 200)}`,
  );
  const why = 'line' in location && location.status === 'exact' ? [] : [`  ${location.why}`];
  return [`${location.status.padEnd(9)}  ${visibleText(name, 200)}`, ...shown, ...why];
}
