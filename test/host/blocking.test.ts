import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { readBytes } from '../../src/reading/read-bytes';
import { randomOf } from '../fixtures/random';
import { watchThread } from './longest-stretch';
import type { Stretch } from './longest-stretch';
import { eventually } from '../harness/eventually';
import {
  lensTitles,
  openPanels,
  openShopFile,
  postDrawing,
  postShop,
  selectGroup,
  serviceGateway,
  SHOP,
  shopFile,
} from './shop-group';

/**
 * All extensions of a window share one thread, and typing waits on it too. So whatever the panels do there is done in
 * stretches of 50 ms at the most, however big the profile: this is a property of our code, not of the machine, and it
 * is asserted on the time that the thread spent on a processor, which other programs do not lengthen. Elapsed time is
 * printed beside it.
 */
const LIMIT_MS = 50;

const STACKS = 200_000;

const ATTEMPTS = 3;

/** A group of its own for each attempt: what was read is kept. */
const BIG = 'big-recorded-';
const groupOf = (attempt: number): string => `${BIG}${attempt}`;
const LARGE = 'large-recorded';

describe('the thread of the extension host', () => {
  const folder = mkdtempSync(join(tmpdir(), 'burnline-big-'));
  const file = join(folder, 'big.collapsed');

  // Activating is not opening: what other extensions and ours load first is loaded first.
  before(async function () {
    this.timeout(120_000);
    writeFileSync(file, bigProfile());
    await postShop();
    await postBig(file, groupOf(1));
    await vscode.commands.executeCommand('burnline.openFlameGraph', { connectionId: 'local', group: SHOP });
    await delay(3000);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const gateway = await serviceGateway();
    const names = (await gateway.listGroups()).map(({ name }) => name);
    for (const name of names) if (name === LARGE || name.startsWith(BIG)) await gateway.deleteGroup(name);
    gateway.dispose();
    await postShop();
    rmSync(folder, { recursive: true });
  });

  it('is free while a file of many stacks is opened', async () => {
    const open = () => vscode.commands.executeCommand('burnline.openFile', vscode.Uri.file(file));
    isFree('file', await stretchWhile(2, open));
  });

  it('is free while a group of many stacks is opened, and its tree and lenses are filled', async function () {
    this.timeout(300_000);
    await openShopFile('shop', 'pricing.py');
    // What has waited for a processor is then done in one go, so a busy machine lengthens stretches: the shortest is ours.
    for (let attempt = 1; ; attempt++) {
      const group = groupOf(attempt);
      const stretch = await stretchWhile(2 + attempt, () =>
        vscode.commands.executeCommand('burnline.openFlameGraph', { connectionId: 'local', group }),
      );
      if (attempt === ATTEMPTS || (stretch.onProcessor ?? 0) <= LIMIT_MS) return isFree('group', stretch);
      await postBig(file, groupOf(attempt + 1));
      await delay(3000);
    }
  });

  it('is free while a source file of five thousand lines is opened, and while somebody types in it', async function () {
    this.timeout(120_000);
    const [uri, small] = [shopFile('large.py'), shopFile('small.py')];
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(largeSource(LARGE_FUNCTIONS)));
    await vscode.workspace.fs.writeFile(small, new TextEncoder().encode(largeSource(1)));
    try {
      await postDrawing(LARGE, drawingOfLarge());
      await vscode.commands.executeCommand('burnline.refresh');
      await selectGroup(LARGE);
      // The profile is there, and the parser.
      const other = await openShopFile('small.py');
      await eventually('lenses of the small file', () => lensesOf(other));
      const opening = watchThread();
      const document = await openShopFile('large.py');
      const before = await eventually('lenses', () => lensesOf(document));
      // Other extensions are told of it too, and VS Code's own starts git for it. To parse it here took 140 ms and more.
      isFree('source file', opening.stop(), 2 * LIMIT_MS);
      const typing = watchThread();
      for (let key = 0; key < 40; key++) {
        await typeInto(uri, 7 * key + 1, '    typed = 1\n');
        await delay(50);
      }
      await eventually('lenses where their functions are now', async () => {
        const after = await lensesOf(document);
        return after && after[0].line > before[0].line ? after : undefined;
      });
      isFree('typing', typing.stop());
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.workspace.fs.delete(uri);
      await vscode.workspace.fs.delete(small);
      await selectGroup(SHOP);
    }
  });

  async function stretchWhile(panels: number, open: () => PromiseLike<unknown>): Promise<Stretch> {
    const watch = watchThread();
    await open();
    await eventually('a flame graph', () => (openPanels().length === panels ? true : undefined));
    // The page says that it is ready, and gets its tables; the side bar and the editor take what they show.
    await delay(5000);
    return watch.stop();
  }
});

function isFree(what: string, { elapsed, onProcessor }: Stretch, limit = LIMIT_MS): void {
  const shown = onProcessor === undefined ? 'unknown' : `${onProcessor.toFixed(1)} ms`;
  print(`        longest stretch (${what}): ${shown} on a processor, ${elapsed.toFixed(1)} ms elapsed`);
  if (onProcessor !== undefined) assert.ok(onProcessor <= limit, `${onProcessor} ms at a stretch`);
}

const LARGE_FUNCTIONS = 714;

/** Seven lines for each function. */
function largeSource(functions: number): string {
  const one = (i: number) =>
    `def step_${i}(rows):\n    found = []\n    for row in rows:\n        if row.kind == ${i}:\n` +
    `            found.append((row.name, row.price * ${i}))\n    return found\n\n`;
  return Array.from({ length: functions }, (_, i) => one(i)).join('');
}

/** Every tenth function is hot, the last ones the most. */
function drawingOfLarge(): string {
  const one = (i: number) => `large:step_${i} @/srv/large.py:${7 * i + 2}-${7 * i + 6}  ${20 + i}`;
  const hot = Array.from({ length: LARGE_FUNCTIONS / 10 }, (_, i) => one(i * 10));
  return [...hot, 'small:step_0 @/srv/small.py:2-6  900'].join('\n');
}

async function lensesOf({ uri }: vscode.TextDocument): Promise<{ line: number }[] | undefined> {
  const lenses = await lensTitles(uri);
  return lenses.length > 0 ? lenses : undefined;
}

async function typeInto(uri: vscode.Uri, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(line, 0), text);
  await vscode.workspace.applyEdit(edit);
}

/** What an agent would have to report of such a program. */
async function postBig(file: string, group: string): Promise<void> {
  const gateway = await serviceGateway();
  await gateway.createGroup(group);
  const { profile } = readBytes(readFileSync(file), 'file');
  const end = Date.now() - 1000;
  const text = encodeAgentProfile({ ...profile, meta: { ...profile.meta, start: end - 9000, end } });
  await gateway.postAgentProfile(group, new TextEncoder().encode(text));
  gateway.dispose();
}

/** To the log of the suite: the console of a host goes to the window. */
function print(line: string): void {
  appendFileSync(process.env.BURNLINE_HOST_LOG ?? '/dev/null', `${line}\n`);
}

/** Random call paths of a few thousand functions in a few hundred files. */
function bigProfile(): string {
  const random = randomOf(11);
  const lines: string[] = [];
  const seen = new Set<string>();
  let rows = 0;
  while (rows < STACKS) {
    const path = ['main'];
    for (let depth = 0; depth < 12; depth++) {
      path.push(`pkg${Math.floor(random() * 200)}.module:function_${Math.floor(random() * 50)}`);
      const key = path.join(';');
      if (!seen.has(key)) rows++;
      seen.add(key);
    }
    lines.push(`${path.join(';')} ${1 + Math.floor(random() * 9)}`);
  }
  return lines.join('\n');
}
