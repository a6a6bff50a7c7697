import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import type { NamedView } from '../../src/protocol/view-spec';
import { formatViews, NO_VIEWS, parseViews, withoutView, withView } from '../../src/protocol/views-file';

const named = (name: string, top = 0): NamedView => ({ name, spec: { ...PLAIN_VIEW, top } });

/** By hand: fields of people, a view of a later version, and one of ours between them. */
const WRITTEN = `{
\t"$comment": "views of the team",
\t"views": [
\t\t{ "name": "later", "spec": { "states": "gpu" }, "since": 2 },
\t\t{ "why": "for reviews", "name": "ours", "spec": ${JSON.stringify(PLAIN_VIEW)}, "owner": "me" },
\t\t"nothing"
\t],
\t"version": 7
}
`;

describe('the file of named views', () => {
  it('lists the views that are understood, in their order', () => {
    assert.deepEqual(parseViews(WRITTEN).views, [
      { why: 'for reviews', ...JSON.parse(JSON.stringify(named('ours'))), owner: 'me' },
    ]);
    assert.deepEqual(parseViews('').views, []);
    assert.deepEqual(parseViews('{}').views, []);
  });

  it('keeps all else where it is when a view is added, replaced or taken out', () => {
    const file = parseViews(WRITTEN);
    const printField = (field: unknown): string =>
      typeof field === 'object' ? `${(field as { top?: number }).top ?? 'spec'}` : `${field as string}`;
    const print = (text: string): unknown[] => {
      const { views, ...rest } = JSON.parse(text) as { views: object[] };
      const rows = views.map((view) => Object.values(view).map(printField).join(' '));
      return [...rows, ...Object.keys(rest)];
    };
    const kept = ['later spec 2', 'for reviews ours 0 me', 'n o t h i n g', '$comment', 'version'];
    assert.deepEqual(print(formatViews(file)), kept);
    assert.deepEqual(print(formatViews(withView(file, named('new', 5)))), kept.toSpliced(3, 0, 'new 5'));
    assert.deepEqual(
      print(formatViews(withView(file, named('ours', 9)))),
      kept.with(1, 'for reviews ours 9 me'),
    );
    assert.deepEqual(print(formatViews(withoutView(file, 'ours'))), kept.toSpliced(1, 1));
    assert.deepEqual(print(formatViews(withoutView(file, 'nobody'))), kept);
  });

  it('is written with the indentation that it has, and two spaces where it is new', () => {
    assert.match(formatViews(withView(parseViews(WRITTEN), named('new'))), /^\{\n\t"\$comment"/);
    assert.match(formatViews(withView(NO_VIEWS, named('new'))), /^\{\n {2}"views": \[\n {4}\{/);
  });

  it('reads back what it wrote', () => {
    const file = withView(withView(NO_VIEWS, named('a')), named('b', 3));
    assert.deepEqual(
      parseViews(formatViews(file)).views,
      JSON.parse(JSON.stringify([named('a'), named('b', 3)])),
    );
  });

  it('is refused in words where it is no list of views', () => {
    const check = (text: string, reason: string): void =>
      assert.throws(() => parseViews(text), { message: reason });
    check('{ "views": [', 'is not JSON');
    check('// mine\n{}', 'is not JSON');
    check('[]', 'is not an object with a list of "views"');
    check('null', 'is not an object with a list of "views"');
    check('{ "views": { "a": 1 } }', 'has "views" that are not a list');
  });

  it('is not led astray by names of plain objects', () => {
    const file = parseViews('{ "__proto__": { "views": [] }, "views": [ { "name": "__proto__" } ] }');
    assert.deepEqual(file.views, []);
    assert.match(formatViews(withView(file, named('constructor'))), /"__proto__": \{\s+"views"/);
  });
});

describe('the schema of named views', () => {
  interface Schema {
    readonly definitions: Record<
      string,
      { oneOf?: Variant[]; properties?: Record<string, unknown>; maxItems?: number }
    >;
  }
  interface Variant {
    readonly properties: { readonly type: { readonly const?: string; readonly enum?: string[] } };
  }
  const { definitions } = JSON.parse(readFileSync('media/views.schema.json', 'utf8')) as Schema;
  const typesOf = (name: string): string[] =>
    (definitions[name].oneOf ?? [])
      .flatMap(({ properties: { type } }) => type.enum ?? [type.const ?? ''])
      .sort();

  it('has the fields and the kinds that the code has', () => {
    assert.deepEqual(Object.keys(definitions.spec.properties ?? {}), Object.keys(PLAIN_VIEW));
    assert.deepEqual(typesOf('visualization'), ['hotspots', 'inspect', 'overview']);
    const source = readFileSync('src/profile/transforms.ts', 'utf8');
    const all = [...source.matchAll(/readonly type: '([\w-]+)'/g)].map(([, type]) => type);
    assert.deepEqual(typesOf('transform'), [...new Set(all)].sort());
  });
});
