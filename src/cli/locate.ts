import { text as readAll } from 'node:stream/consumers';
import { visibleText } from '../base/visible-text';
import type { FrameRef } from '../profile/tables';
import type { Location } from '../source/location';
import { readArguments } from './arguments';
import { Failure } from './failure';
import { createRootLocator, fileBelowRoot, requireRoots } from './root-locator';
import type { Terminal } from './terminal';

/** `burnline locate`: where frames stand in the source. */
export async function locate(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, { root: { type: 'string', multiple: true } });
  const roots = requireRoots('locate', values.root);
  const frames = await readFrames(positionals);
  const locator = createRootLocator(roots);
  const found: { readonly ref: FrameRef; readonly location: Location }[] = [];
  for (const ref of frames) found.push({ ref, location: await locator.locate(ref, roots) });
  locator.dispose();
  terminal.json(found.map(({ ref, location }) => toJson(ref, location)));
  if (!terminal.isJson) terminal.say(...found.flatMap(({ ref, location }) => lines(ref, location)));
  return 0;
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

function lines({ name }: FrameRef, location: Location): string[] {
  const places = 'line' in location ? [location] : location.candidates;
  const shown = places.map(
    (place) => `  ${fileBelowRoot(place)}:${place.line}  ${visibleText(place.symbol, 200)}`,
  );
  const why = 'line' in location && location.status === 'exact' ? [] : [`  ${location.why}`];
  return [`${location.status.padEnd(9)}  ${visibleText(name, 200)}`, ...shown, ...why];
}
