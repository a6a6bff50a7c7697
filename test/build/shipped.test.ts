import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shippedFiles } from '../../src/build/shipped.mjs';

describe('what ships', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'burnline-shipped-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const check = (vscodeignore: string, files: string, expected: string) => {
    for (const file of files.split(' ')) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    writeFileSync(join(folder, '.vscodeignore'), vscodeignore);
    assert.equal(shippedFiles(folder).join(' '), expected);
  };

  it('is what is let in by name', () => check('**\n!a\n!b/c', 'a b/c b/d e', 'a b/c'));
  it('is what is in a folder that is let in, and not below it', () =>
    check('**\n!b/*', 'a b/c b/d b/e/f', 'b/c b/d'));
  it('leaves out what is not there', () => check('**\n!a\n!b/*\n!c', 'c', 'c'));
  it('takes no comment and no denial for a name', () => check('# !a\n**\nb', 'a b', ''));
});
