import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTail } from '../../src/host/event-tail';
import type { TailCursor } from '../../src/host/event-tail';

describe('the tail of the log of events', () => {
  let folder: string;
  let path: string;
  let cursor: TailCursor | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'burnline-tail-'));
    path = join(folder, 'events.jsonl');
    cursor = undefined;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Reads on from the last time, through JSON, as the cursor is kept. */
  const check = async (expected: readonly string[]) => {
    const tail = await readTail(path, cursor);
    assert.deepEqual(tail.lines, expected);
    cursor = JSON.parse(JSON.stringify(tail.cursor)) as TailCursor;
  };

  it('begins with what comes after the first look, and gives each line once', async () => {
    writeFileSync(path, 'old\n');
    await check([]);
    appendFileSync(path, 'a\nb\n');
    await check(['a', 'b']);
    await check([]);
    appendFileSync(path, 'c\n');
    await check(['c']);
  });

  it('begins at the beginning of a log that was not there at the first look', async () => {
    await check([]);
    writeFileSync(path, 'a\n');
    await check(['a']);
  });

  it('leaves a line for later that is not finished', async () => {
    await check([]);
    writeFileSync(path, 'a\n{"b');
    await check(['a']);
    await check([]);
    appendFileSync(path, '"}\n');
    await check(['{"b"}']);
  });

  it('goes on with a new file where the log was moved away, emptied or deleted', async () => {
    await check([]);
    writeFileSync(path, 'a\nb\n');
    await check(['a', 'b']);
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'c\nd\ne\n');
    await check(['c', 'd', 'e']);
    writeFileSync(path, 'f\n');
    await check(['f']);
    rmSync(path);
    await check([]);
    writeFileSync(path, 'g\n');
    await check(['g']);
  });

  it('begins anew with the log of another data folder', async () => {
    await check([]);
    path = join(folder, 'other.jsonl');
    writeFileSync(path, 'a\n');
    await check([]);
    appendFileSync(path, 'b\n');
    await check(['b']);
  });

  it('is the end of what came, when that is a lot', async () => {
    await check([]);
    const line = 'x'.repeat(1023);
    writeFileSync(path, `first\n${`${line}\n`.repeat(2048)}last\n`);
    const { lines } = await readTail(path, cursor);
    assert.equal(lines.at(-1), 'last');
    assert.ok(!lines.includes('first') && lines.length <= 1026, String(lines.length));
  });
});
