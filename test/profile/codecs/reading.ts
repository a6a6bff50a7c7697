import assert from 'node:assert/strict';
import type { ReadOptions } from '../../../src/profile/codec/call-paths';
import { readProfile, type ReadProfile } from '../../../src/profile/codec/read-profile';
import { UnreadableProfile } from '../../../src/profile/codec/unreadable-profile';
import { encodeUtf8 } from '../../../src/profile/codec/utf8';
import { drawn, printTree } from '../../fixtures/text-profile';

/** A file: bytes, text, or a value to be JSON. */
export type File = Uint8Array | string | object;

export function read(file: File, options: ReadOptions = {}): ReadProfile {
  return readProfile(bytesOf(file), options);
}

/** The call tree of a file, drawn. */
export function draws(file: File, expected: string, options: ReadOptions = {}): void {
  assert.equal(printTree(read(file, options).profile), drawn(expected));
}

/** One sentence, without a name of ours or a line of code in it. */
export function refuses(file: File, why: RegExp, options: ReadOptions = {}): void {
  assert.throws(
    () => read(file, options),
    (error) => {
      assert.ok(error instanceof UnreadableProfile, String(error));
      assert.match(error.message, why);
      assert.match(error.message, /^The file is [^\n]*\.$/);
      return true;
    },
  );
}

export function bytesOf(file: File): Uint8Array {
  if (file instanceof Uint8Array) return file;
  return encodeUtf8(typeof file === 'string' ? file : JSON.stringify(file));
}
