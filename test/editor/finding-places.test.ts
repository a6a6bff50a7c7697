import assert from 'node:assert/strict';
import type { Annotation } from '../../src/editor/annotations';
import { asOne, placeFindings } from '../../src/editor/finding-places';
import type { OpenFile } from '../../src/editor/finding-places';
import { pathInFolder } from '../../src/editor/path-in-folder';
import { findingsOf } from '../../src/focus/findings';
import { myCode } from '../../src/insight/my-code';
import type { CodeState } from '../../src/source/code-state';
import type { Location, Place } from '../../src/source/location';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from '../focus/loaded';

const TEXT = ['import boto3', '', 'def save():', '    x = 1', '    c = client()', '    return c', ''].join(
  '\n',
);

const loaded = loadedOf(
  profileOf(
    `
app:save @/srv/app.py:4-6
  boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  20
app:Base:save @/srv/app.py:5
  boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  10
app:work @/srv/app.py:50  70`,
    { agent: { type: 'CodeGuruProfiler-python', version: '1' } },
  ),
);

const PLACE: Place = {
  root: '/w',
  file: '/w/app.py',
  line: 3,
  firstLine: 3,
  endLine: 6,
  symbol: 'save',
  kind: 'function',
};

interface World {
  readonly location?: Location;
  readonly openFiles?: readonly OpenFile[];
}

const NOWHERE: Location = { status: 'none', candidates: [], why: '' };

/** `line: share state text` of each place. */
async function check({ location = NOWHERE, openFiles = [] }: World, expected: string[]): Promise<void> {
  const placed = await placeFindings(findingsOf(loaded, myCode()), loaded, {
    locator: { locate: () => Promise.resolve(location) },
    roots: ['/w'],
    openFiles,
    readFile: () => Promise.resolve({ text: TEXT }),
    signal: new AbortController().signal,
  });
  const printed = placed.map((one) => {
    const { share } = asOne(one);
    return `${one.line}: ${Math.round(share * 100)} % ${one.state} ${one.text.trim()}`;
  });
  assert.deepEqual(printed, expected);
}

/** The first frame's function in a document, its lines moved on by so many. */
function open(
  text: string,
  moved: number | undefined,
  state: CodeState,
  place: Partial<Place> = {},
): OpenFile {
  const { name } = loaded.profile.frames;
  const functions = [
    {
      place: { ...PLACE, ...place },
      frames: [name.indexOf('app:save'), name.indexOf('app:Base:save')],
      freshness: { state, why: '' },
      lineNow: (line: number) => (moved === undefined ? 0 : line + moved),
    },
  ] as unknown as Annotation[];
  return { path: '/w/app.py', text, functions };
}

describe('places of findings', () => {
  it('are lines that call, one for all names of a function', async () => {
    await check({ location: { ...PLACE, status: 'exact', candidates: [], why: '' } }, [
      '4: 30 % exact c = client()',
    ]);
  });

  it('are none where the function is not here, or not for certain', async () => {
    await check({ location: NOWHERE }, []);
    await check({ location: { status: 'ambiguous', candidates: [PLACE], why: '' } }, []);
  });

  it('are looked for in all of a function that stands elsewhere now', async () => {
    await check({ location: { ...PLACE, status: 'moved', candidates: [], why: '' } }, [
      '4: 30 % moved c = client()',
    ]);
  });

  it('move with the text of an open document', async () => {
    const text = `# one\n# two\n${TEXT}`;
    await check({ openFiles: [open(text, 2, 'moved', { line: 5, endLine: 8 })] }, [
      '6: 30 % moved c = client()',
    ]);
  });

  it('say when the body is another, and stay within it', async () => {
    const text = TEXT.replace('    x = 1', '    x = 1\n    y = 2');
    await check({ openFiles: [open(text, undefined, 'changed', { endLine: 7 })] }, [
      '5: 30 % changed c = client()',
    ]);
    const without = TEXT.replace('client()', 'CLIENT');
    await check({ openFiles: [open(without, undefined, 'changed')] }, ['2: 30 % changed def save():']);
  });

  it('survive a document that has become shorter', async () => {
    await check({ openFiles: [open('def save(): pass', 0, 'exact')] }, ['0: 30 % exact def save(): pass']);
  });
});

describe('the path of a file in a folder', () => {
  const rows: [folder: string, file: string, frame: string, expected: string | undefined][] = [
    ['/w', '/w/src/shop/orders.py', '/w/src/shop/orders.py', 'src/shop/orders.py'],
    ['/w/', '/w/src/shop/orders.py', '/srv/app/shop/orders.py', 'shop/orders.py'],
    ['/w', '/w/a/Orders.java', 'Orders.java', 'Orders.java'],
    ['/w', '/w/a/orders.py', 'C:\\app\\a\\orders.py', 'a/orders.py'],
    ['/w', '/w/a/orders.py', 'main.py', undefined],
    ['/w', '/w/a/orders.py', '', undefined],
  ];
  for (const [folder, file, frame, expected] of rows) {
    it(`is ${expected ?? 'none'} for ${file} and a frame in ${frame || 'no file'}`, () => {
      assert.equal(pathInFolder(folder, file, frame), expected);
    });
  }
});
