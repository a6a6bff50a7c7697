import { isRecord } from '../base/is-record';
import { parseJson } from '../base/parse-json';
import type { MappingRule } from './mapping';

/**
 * `.burnline/mapping.json` as text in, text out: rules that people commit, and write by hand or have written for them.
 * What stands in it and is not understood stays where it is.
 *
 *     { "rules": [
 *         { "path": "/app", "source": "services/shop" },
 *         { "package": "com.shop.billing", "source": "billing/src/main/java" },
 *         { "frame": "shop.pricing:quote", "source": "src/shop/pricing.py" },
 *         { "package": "com.vendor", "source": null }
 *     ] }
 *
 * `source` is a file or folder below the folder that `.burnline` stands in, with `/`; null says that it is not here.
 */
export interface MappingFile {
  readonly content: Readonly<Record<string, unknown>>;
  readonly entries: readonly unknown[];
  /** One level, as the file has it. */
  readonly indent: string;
}

/** One rule as the file has it. */
export interface MappingEntry {
  readonly of: MappingRule['of'];
  readonly from: string;
  readonly source: string | null;
}

/** A file that is not there yet. */
export const NO_MAPPING: MappingFile = { content: {}, entries: [], indent: '  ' };

/** @throws {Error} whose message goes on after the name of the file: `is not JSON` */
export function parseMapping(text: string): MappingFile {
  if (text.trim() === '') return NO_MAPPING;
  const content = parseJson(text);
  if (!isRecord(content)) throw new Error('is not an object with a list of "rules"');
  const { rules = [] } = content;
  if (!Array.isArray(rules)) throw new Error('has "rules" that are not a list');
  const wrong = rules.findIndex((rule) => toEntry(rule) === undefined);
  if (wrong >= 0) throw new Error(`has a rule that cannot be understood, the ${ordinal(wrong + 1)}: ${FORM}`);
  return { content, entries: rules, indent: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ' };
}

const FORM =
  'a rule has one of "path", "package" and "frame", and a "source" below the folder, without "..", or null';

export function formatMapping({ content, indent }: MappingFile): string {
  return `${JSON.stringify(content, null, indent)}\n`;
}

/** A rule for the same thing is replaced in its place. */
export function withRule(file: MappingFile, { of, from, source }: MappingEntry): MappingFile {
  const rule = { [of]: from, source };
  const at = file.entries.findIndex((entry) => isRecord(entry) && entry[of] === from);
  const entries =
    at < 0
      ? [...file.entries, rule]
      : file.entries.map((entry, i) => (i === at ? { ...(entry as object), source } : entry));
  return { ...file, content: { ...file.content, rules: entries }, entries };
}

/** @param root the folder that the file's `.burnline` stands in */
export function rulesOf({ entries }: MappingFile, root: string): MappingRule[] {
  return entries.flatMap((one) => {
    const entry = toEntry(one);
    if (entry === undefined) return [];
    const { of, from, source } = entry;
    return [{ of, from, root, source: source === null ? undefined : segmentsOf(source) }];
  });
}

function toEntry(value: unknown): MappingEntry | undefined {
  if (!isRecord(value)) return undefined;
  const kinds = (['frame', 'path', 'package'] as const).filter((kind) => value[kind] !== undefined);
  const [of] = kinds;
  const from = kinds.length === 1 ? value[of] : undefined;
  const { source } = value;
  if (typeof from !== 'string' || from === '' || !(source === null || isInside(source))) return undefined;
  return { of, from, source };
}

/** Nothing that the file says may lead out of the folder: it comes with a repository, perhaps somebody else's. */
function isInside(source: unknown): source is string {
  return (
    typeof source === 'string' &&
    !/^[\\/]|^[A-Za-z]:|[\u0000-\u001f\\]/.test(source) &&
    !segmentsOf(source).includes('..')
  );
}

function segmentsOf(source: string): string[] {
  return source.split('/').filter((segment) => segment !== '' && segment !== '.');
}

function ordinal(n: number): string {
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}
