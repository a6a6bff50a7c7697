import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSourceThread } from '../../src/host/source-thread';
import { createCodeReader, type CodeReader } from '../../src/source/code-reader';

const PYTHON =
  'class Rule:\n    def quote(self):\n        return [1 for _ in self]\n\ndef best():\n    return 2\n';
const JAVA = 'package shop;\n\nclass Cart {\n  int total() {\n    return sum(one -> one.price());\n  }\n}\n';

describe('the thread that parses', () => {
  const here = createCodeReader(resolve('dist'));
  const there = createSourceThread(resolve('dist', 'source-thread.js'));
  // It lets a process end that waits for nothing else.
  const waiting = setInterval(() => undefined, 60_000);
  const folder = mkdtempSync(join(tmpdir(), 'burnline-thread-'));

  after(() => {
    clearInterval(waiting);
    here.dispose();
    there.dispose();
    rmSync(folder, { recursive: true });
  });

  /** As plain data, so that what is absent and what is undefined are the same. */
  const asked = async (reader: CodeReader, ask: (reader: CodeReader) => Promise<unknown>): Promise<unknown> =>
    JSON.parse(JSON.stringify(await ask(reader)));

  async function check(ask: (reader: CodeReader) => Promise<unknown>): Promise<void> {
    const expected = await asked(here, ask);
    assert.ok(Array.isArray(expected) && expected.length > 0, 'there is something to compare');
    assert.deepEqual(await asked(there, ask), expected);
  }

  it('finds what is found without it', async () => {
    await check((reader) => reader.symbolsOf('/ws/pricing.py', PYTHON));
    await check((reader) => reader.symbolsOf('/ws/Cart.java', JAVA));
  });

  it('follows functions as is done without it', async () => {
    const now = PYTHON.replace('class', '# one\nclass').replace('return 2', 'return 3');
    const before = [{ text: PYTHON, trail: undefined, rows: [1, 2, 4] }];
    await check((reader) => reader.follow({ path: '/ws/pricing.py', before, now }));
    const [{ functions, trail }] = await there.follow({ path: '/ws/pricing.py', before, now });
    assert.deepEqual(
      functions.map(
        (one) =>
          one && `${one.row} ${one.symbol.qualifiedName} ${one.state} ${one.was.join()}:${one.is.join()}`,
      ),
      ['1 Rule moved 1:2', '2 Rule.quote moved 2,3:3,4', '4 best changed :'],
    );
    assert.deepEqual(trail, [1, 2, 3, 4, 6]);
  });

  it('has no functions where no language reads the file', async () => {
    assert.deepEqual(await there.symbolsOf('/ws/notes.md', 'def quote(): pass\n'), []);
  });

  /** A thread that dies over its first questions, as many as are given. */
  function mortal(deaths: number): CodeReader {
    const [script, count] = [join(folder, `dies-${deaths}.cjs`), join(folder, `deaths-${deaths}`)];
    writeFileSync(
      script,
      `const { appendFileSync, existsSync, readFileSync } = require('node:fs');
       const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ id }) => {
         const deaths = existsSync(${JSON.stringify(count)}) ? readFileSync(${JSON.stringify(count)}).length : 0;
         if (deaths === ${deaths}) return parentPort.postMessage({ id, answer: '[]' });
         appendFileSync(${JSON.stringify(count)}, '+');
         process.exit(1);
       });`,
    );
    return createSourceThread(script);
  }

  it('is asked again once when it dies, and all that it had not answered', async () => {
    const reader = mortal(1);
    const answers = await Promise.all(['a.py', 'b.py'].map((path) => reader.symbolsOf(path, '')));
    assert.deepEqual(answers, [[], []]);
    reader.dispose();
  });

  it('is not asked a third time, and answers the next question', async () => {
    const reader = mortal(2);
    await assert.rejects(reader.symbolsOf('a.py', ''), /ended twice over a file/);
    assert.deepEqual(await reader.symbolsOf('b.py', ''), []);
    reader.dispose();
  });

  it('says what stood in the way of an answer', async () => {
    const script = join(folder, 'refuses.cjs');
    writeFileSync(
      script,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ id }) => parentPort.postMessage({ id, error: 'no parser' }));`,
    );
    const reader = createSourceThread(script);
    await assert.rejects(reader.symbolsOf('a.py', ''), { message: 'no parser' });
    reader.dispose();
  });

  it('ends with the window, and so does whoever waits for it', async () => {
    const script = join(folder, 'silent.cjs');
    writeFileSync(script, `require('node:worker_threads').parentPort.on('message', () => undefined);`);
    const reader = createSourceThread(script);
    const waits = reader.symbolsOf('a.py', '');
    reader.dispose();
    await assert.rejects(waits);
  });
});
