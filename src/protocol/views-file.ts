import { isRecord } from '../base/is-record';
import { parseJson } from '../base/parse-json';
import type { NamedView } from './view-spec';
import { isNamedView } from './view-spec-guard';

/**
 * `.burnline/views.json` as text in, text out: views with names, which people commit and sometimes write by hand.
 * What stands in it and is not understood (comments of people in fields of their own, views of a later version) stays
 * where it is, in its order.
 *
 *     { "views": [ { "name": "Only our code", "spec": { "states": "cpu", … } } ] }
 */
export interface ViewsFile {
  readonly content: Readonly<Record<string, unknown>>;
  readonly views: readonly NamedView[];
  /** One level, as the file has it. */
  readonly indent: string;
}

/** A file that is not there yet. */
export const NO_VIEWS: ViewsFile = { content: {}, views: [], indent: '  ' };

/** @throws {Error} whose message goes on after the name of the file: `is not JSON` */
export function parseViews(text: string): ViewsFile {
  if (text.trim() === '') return NO_VIEWS;
  const content = parseJson(text);
  if (!isRecord(content)) throw new Error('is not an object with a list of "views"');
  const { views = [] } = content;
  if (!Array.isArray(views)) throw new Error('has "views" that are not a list');
  return { content, views: views.filter(isNamedView), indent: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ' };
}

export function formatViews({ content, indent }: ViewsFile): string {
  return `${JSON.stringify(content, null, indent)}\n`;
}

/** A view of the same name is replaced in its place; its other fields stay. */
export function withView(file: ViewsFile, { name, spec }: NamedView): ViewsFile {
  const entries = entriesOf(file);
  if (!entries.some((entry) => isNamed(entry, name))) return withEntries(file, [...entries, { name, spec }]);
  return withEntries(
    file,
    entries.map((entry) => (isNamed(entry, name) ? { ...(entry as object), spec } : entry)),
  );
}

export function withoutView(file: ViewsFile, name: string): ViewsFile {
  return withEntries(
    file,
    entriesOf(file).filter((entry) => !isNamed(entry, name)),
  );
}

function entriesOf({ content }: ViewsFile): readonly unknown[] {
  return (content.views ?? []) as readonly unknown[];
}

function isNamed(entry: unknown, name: string): boolean {
  return isRecord(entry) && entry.name === name;
}

function withEntries(file: ViewsFile, entries: readonly unknown[]): ViewsFile {
  return { ...file, content: { ...file.content, views: entries }, views: entries.filter(isNamedView) };
}
