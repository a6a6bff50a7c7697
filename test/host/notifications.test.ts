import assert from 'node:assert/strict';
import { appendFileSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { warnOfDamage } from '../../src/host/damage-warning';
import { defaultDataFolder, files } from '../../src/service/handshake';
import type { Finding } from '../../src/service/reports/finding';
import { toEvent } from '../../src/service/reports/finding';
import { skip } from '../harness/skip';
import { eventually } from '../harness/eventually';
import { openPanels, postShop, SHOP } from './shop-group';

const HOUR = 3_600_000;

/** What was shown, and the buttons; answers with the button that a test names. */
interface Shown {
  readonly kind: 'information' | 'warning';
  readonly message: string;
  readonly buttons: readonly string[];
}

describe('new events of the embedded service', function () {
  // The recorded run is of a real program: in the day after it was recorded the service reports findings of its own, all
  // at one moment, and what a test wrote at that moment is summed up with them.
  this.retries(2);
  let attempt = 0;
  const shown: Shown[] = [];
  let press: string | undefined;
  const originals = {
    showInformationMessage: vscode.window.showInformationMessage,
    showWarningMessage: vscode.window.showWarningMessage,
  };

  before(async function () {
    if (!vscode.window.state.focused) skip(this, 'this window has no focus, so it would tell nothing');
    await postShop();
    const record =
      (kind: Shown['kind']) =>
      (message: string, ...buttons: string[]) => {
        shown.push({ kind, message, buttons });
        return Promise.resolve(buttons.find((button) => button === press));
      };
    Object.assign(vscode.window, {
      showInformationMessage: record('information'),
      showWarningMessage: record('warning'),
    });
  });
  after(async () => {
    Object.assign(vscode.window, originals);
    rmSync(log(), { force: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  beforeEach(() => {
    attempt++;
    shown.length = 0;
    press = undefined;
  });

  const log = () => files.events(defaultDataFolder(process.env, process.platform));
  const since = Date.now() - 2 * HOUR;
  /** As the service appends them, but for the address of the report: the time that others look at stays as it is. */
  const append = (...findings: Partial<Finding>[]) => {
    const now = Date.now();
    const lines = findings.map((more) => {
      const finding: Finding = {
        // What was told in another attempt is not told again.
        key: `${attempt} ${more.title}`,
        kind: 'Recommendations',
        groupName: SHOP,
        title: 'A finding',
        description: '',
        resolutionSteps: '',
        reason: 'It takes 12 %.',
        instances: [],
        ...more,
      };
      const occurrence = { finding, since, seen: now - HOUR, status: 'ONGOING' } as const;
      const { body } = toEvent({ region: 'us-east-1', accountId: '000000000000' }, occurrence, now);
      return `${body.replace(/"sourceUrl":"[^"]*",/, '')}\n`;
    });
    appendFileSync(log(), lines.join(''));
  };
  const told = (count: number) =>
    eventually('a notification', () => (shown.length >= count ? shown : undefined));

  it('are told with the group and what can be done, and links in them are no links', async () => {
    append({ title: 'Do it [here](command:workbench.action.quit)' });
    const [{ kind, message, buttons }] = await told(1);
    assert.equal(message, `${SHOP}: Do it [here] (command:workbench.action.quit). It takes 12 %.`);
    assert.equal(kind, 'information');
    assert.deepEqual(buttons, ['Open Flame Graph', "Don't Show for This Group"]);
  });

  it('are told once, and past a damaged line', async () => {
    append({ title: 'Once' });
    await told(1);
    appendFileSync(log(), '{"id": "dam\n');
    append({ title: 'Once' }, { title: 'Another', kind: 'Anomalies' });
    await eventually('the other', () => shown.find(({ message }) => message.includes('Another')));
    assert.deepEqual(
      shown.map(({ kind, message }) => `${kind} ${message.split('.')[0]}`),
      [`information ${SHOP}: Once`, `warning ${SHOP}: Another`],
    );
  });

  it('open the flame graph of their group', async () => {
    press = 'Open Flame Graph';
    append({ title: 'Open it' });
    await told(1);
    await eventually('a flame graph', () => (openPanels().includes('burnline.flame') ? true : undefined));
  });

  it('are summed up when there are many at once', async () => {
    append(...[1, 2, 3, 4, 5].map((number) => ({ title: `Finding ${number}` })));
    const [{ message }] = await told(1);
    assert.equal(message, `${SHOP}: 5 new findings.`);
    assert.equal(shown.length, 1);
  });

  it('are not told of a group that somebody does not want to hear of', async () => {
    press = "Don't Show for This Group";
    append({ title: 'Mute', groupName: 'noisy' });
    await told(1);
    press = undefined;
    shown.length = 0;
    append({ title: 'More of it', groupName: 'noisy' }, { title: 'Of another' });
    await told(1);
    assert.deepEqual(
      shown.map(({ message }) => message.split('.')[0]),
      [`${SHOP}: Of another`],
    );
  });

  it('are told beside a database that was set aside, once for each', () => {
    const kept = new Map<string, unknown>();
    const state = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    } as vscode.Memento;
    const [logged, nothing] = [[] as string[], () => {}];
    const log = { debug: nothing, info: nothing, error: nothing, warn: (line: string) => logged.push(line) };
    for (const path of [
      undefined,
      '/data/burnline.db.damaged-1',
      '/data/burnline.db.damaged-1',
      '/data/burnline.db.damaged-2',
    ]) {
      warnOfDamage(path, state, log);
    }
    assert.deepEqual(
      shown.map(({ kind, message, buttons }) => [kind, /kept as ([^;]+);/.exec(message)?.[1], ...buttons]),
      [
        ['warning', '/data/burnline.db.damaged-1', 'Show Log'],
        ['warning', '/data/burnline.db.damaged-2', 'Show Log'],
      ],
    );
    assert.equal(logged.length, 2);
  });
});
