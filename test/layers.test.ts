import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { impureCallsOf, importsOf } from './harness/imports';

// The arrows between folders, as a table. A row is a folder or a file; the longest that fits a file is its row. Its
// own folder is always allowed. `types` may be imported as types only; `packages` are what comes from outside.

interface Row {
  readonly may: string;
  readonly types?: string;
  readonly packages?: string;
  /** Same input, same output: no clock and no randomness. */
  readonly isPure?: boolean;
}

const engine = 'src/base src/profile src/insight';
const feature = `${engine} src/source src/protocol src/aws src/focus src/host`;

const table: Readonly<Record<string, Row>> = {
  'src/base': { may: '', isPure: true },
  'src/profile': { may: 'src/base', isPure: true },
  'src/insight': { may: 'src/base src/profile', isPure: true },
  'src/protocol': { may: 'src/base src/profile', isPure: true },
  'src/export': { may: 'src/base src/profile', isPure: true },
  'src/source': { may: 'src/base src/profile', packages: 'web-tree-sitter node:path', isPure: true },
  // A thread of its own, and the only file here that knows of it.
  'src/source/thread': { may: 'src/base src/source', packages: 'node:worker_threads' },

  // Runs alone, and knows nobody who talks to it.
  'src/service': { may: engine, packages: 'node:' },
  // The part that its clients share: how to find and to start a service.
  'src/service/handshake': { may: 'src/base', packages: 'node:' },

  'src/aws': {
    may: `${engine} src/focus/time-range`,
    types: 'src/service/handshake',
    packages: '@aws-sdk/client-codeguruprofiler @smithy/ node:',
  },
  // Three times the size of everything else, so a bundle of its own.
  'src/aws/providers': { may: 'src/base', packages: '@aws-sdk/credential-providers @smithy/ node:' },

  'src/focus': { may: `${engine} src/protocol/source`, types: 'src/aws src/reading' },
  'src/focus/time-range': { may: 'src/base src/profile', isPure: true },

  // A thread of its own.
  'src/reading': { may: `${engine} src/aws/decode-profile`, packages: 'node:' },

  'src/host': { may: `${feature} src/service/handshake`, types: 'src/reading', packages: 'vscode node:' },
  'src/editor': { may: feature, packages: 'vscode node:' },
  'src/views': { may: feature, packages: 'vscode node:' },
  'src/panels': { may: feature, packages: 'vscode node:' },
  'src/agent': { may: feature, packages: 'vscode node:' },
  // Decisions are values; what carries them out stands next to them.
  'src/views/nodes': { may: `${engine} src/focus src/aws`, isPure: true },
  'src/agent/launch-plan': { may: 'src/base src/profile', packages: 'node:path', isPure: true },

  'src/extension': { may: `${feature} src/editor src/views src/panels src/agent`, packages: 'vscode node:' },
  'src/cli': {
    may: `${engine} src/export src/source src/aws src/service src/focus/time-range`,
    packages: 'node:',
  },
  'src/start': {
    may: `${engine} src/aws src/agent src/service/handshake src/service/lock test/workbench`,
    packages: 'node:',
  },

  webview: { may: 'src/base src/profile src/protocol src/export', packages: 'd3' },
  // The toolkit is deprecated: one file to change on the day it goes.
  'webview/shared/kit': { may: '', packages: '@vscode/webview-ui-toolkit' },
};

/** @returns one line per arrow that the table does not have */
function findViolations(sources: Readonly<Record<string, string>>): string[] {
  return Object.entries(sources).flatMap(([file, text]) => {
    const place = rowOf(file);
    const row = place === undefined ? undefined : table[place];
    if (row === undefined) return [`${file} is in no row of the table`];
    const wrong = importsOf(text)
      .map(({ from, isType }) => ({ target: resolveImport(file, from), isType }))
      .filter(({ target, isType }) => !isAllowed(row, folderOf(file), target, isType))
      .map(({ target }) => `${file} imports ${target}`);
    const impure = row.isPure ? impureCallsOf(text).map((call) => `${file} calls ${call}`) : [];
    return [...wrong, ...impure];
  });
}

function rowOf(file: string): string | undefined {
  const fitting = Object.keys(table).filter((place) => isWithin(file.replace(/\.\w+$/, ''), place));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** A path from the root of the checkout, or the name of a package. */
function resolveImport(file: string, from: string): string {
  return from.startsWith('.') ? posix.join(posix.dirname(file), from) : from;
}

function isAllowed({ may, types, packages }: Row, own: string, target: string, isType: boolean): boolean {
  const isPackage = !/^(src|webview|test)\//.test(target);
  if (isPackage) return words(packages).some((name) => isWithin(target, name));
  return [own, ...words(may), ...(isType ? words(types) : [])].some((place) => isWithin(target, place));
}

/** 'src/aws' for all that is below it, 'webview' for all pages. A file of `src` itself has no folder of its own. */
function folderOf(file: string): string {
  const [top = '', folder = '', ...deeper] = file.split('/');
  if (top === 'webview') return top;
  return deeper.length > 0 ? `${top}/${folder}` : file;
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(/[:/]$/.test(place) ? place : `${place}/`);
}

const words = (list = '') => list.split(' ').filter((word) => word !== '');

function readSources(): Record<string, string> {
  const files = ['src', 'webview'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map(
      (file) => `${top}/${file.replaceAll(sep, '/')}`,
    ),
  );
  const sources = files.filter((file) => /\.ts$/.test(file));
  return Object.fromEntries(sources.map((file) => [file, readFileSync(file, 'utf8')]));
}

describe('the arrows between folders', () => {
  const check = (file: string, text: string, expected: string[]) =>
    assert.deepEqual(findViolations({ [file]: text }), expected);

  it('hold in this checkout', () => {
    assert.deepEqual(findViolations(readSources()), []);
  });

  it('are missed by nothing that a file can import with', () => {
    check('src/profile/a.ts', `import { b } from '../service/b';`, [
      'src/profile/a.ts imports src/service/b',
    ]);
    check('src/profile/a.ts', `export { b } from '../service/b';`, [
      'src/profile/a.ts imports src/service/b',
    ]);
    check('src/profile/a.ts', `await import('../service/b');`, ['src/profile/a.ts imports src/service/b']);
    check('src/profile/a.ts', `require('node:fs');`, ['src/profile/a.ts imports node:fs']);
    check('src/profile/a.ts', `let b: import('../aws/b').B;`, ['src/profile/a.ts imports src/aws/b']);
  });

  it('keep packages where they belong', () => {
    check('src/service/a.ts', `import * as vscode from 'vscode';`, ['src/service/a.ts imports vscode']);
    check('src/focus/a.ts', `import { x } from '@aws-sdk/client-codeguruprofiler';`, [
      'src/focus/a.ts imports @aws-sdk/client-codeguruprofiler',
    ]);
    check('src/aws/a.ts', `import { x } from '@aws-sdk/credential-providers';`, [
      'src/aws/a.ts imports @aws-sdk/credential-providers',
    ]);
    check('webview/flame/a.ts', `import { b } from '@vscode/webview-ui-toolkit';`, [
      'webview/flame/a.ts imports @vscode/webview-ui-toolkit',
    ]);
  });

  it('let types through where only types may pass', () => {
    check('src/focus/a.ts', `import type { B } from '../aws/b';`, []);
    check('src/focus/a.ts', `import { type B, c } from '../aws/b';`, ['src/focus/a.ts imports src/aws/b']);
  });

  it('keep features apart', () => {
    check('src/views/a.ts', `import { b } from '../editor/b';`, ['src/views/a.ts imports src/editor/b']);
    check('src/extension.ts', `import { b } from './editor/b';`, []);
    check('src/panels/a.ts', `import { b } from '../../webview/flame/b';`, [
      'src/panels/a.ts imports webview/flame/b',
    ]);
    check('webview/flame/a.ts', `import { b } from '../../src/focus/b';`, [
      'webview/flame/a.ts imports src/focus/b',
    ]);
  });

  it('keep clock and randomness out of what is pure', () => {
    check('src/insight/a.ts', 'const at = Date.now() + Math.random();', [
      'src/insight/a.ts calls Date.now()',
      'src/insight/a.ts calls Math.random()',
    ]);
    check('src/profile/a.ts', 'new Date(); new Date(0);', ['src/profile/a.ts calls new Date()']);
    check('src/service/a.ts', 'Date.now();', []);
  });

  it('know every folder', () => {
    check('src/utils/a.ts', '', ['src/utils/a.ts is in no row of the table']);
  });
});
