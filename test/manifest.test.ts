import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  COLORS,
  CONTEXT_KEYS,
  DEFAULTS,
  readSetting,
  toFlameTarget,
  toFrameRef,
  toGroupTarget,
  VIEWS,
} from '../src/host/contributions';
import type { SettingId } from '../src/host/contributions';
import { SUPPORTED_LANGUAGES } from '../src/source/languages';

// What package.json promises is what the code has, id by id: src/host/contributions.ts is the other side.

interface Property {
  readonly type: string | string[];
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
}

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly main: string;
  readonly bin: Record<string, string>;
  readonly icon: string;
  readonly activationEvents: string[];
  readonly capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  readonly contributes: {
    readonly commands: { command: string; title: string; category: string; enablement?: string }[];
    readonly views: Record<string, { id: string; icon: string }[]>;
    readonly viewsWelcome: { view: string; contents: string; when: string }[];
    readonly menus: Record<string, MenuItem[]>;
    readonly keybindings: { command: string; key: string; mac?: string; when: string }[];
    readonly colors: { id: string; description: string; defaults: Record<string, string> }[];
    readonly jsonValidation: { fileMatch: string; url: string }[];
    readonly configuration: { properties: Record<string, Property> };
  };
}

const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const commandIds = contributes.commands.map(({ command }) => command);

describe('package.json', () => {
  it('contributes the commands that are handled', () => {
    // The handlers are an object with one key per id, or it does not compile; the ids are read off its type.
    const table = readFileSync('src/host/contributions.ts', 'utf8');
    const [, body = ''] = /export interface CommandArguments \{([\s\S]*?)\n\}/.exec(table) ?? [];
    const handled = [...body.matchAll(/'(burnline\.\w+)'/g)].map(([, id]) => id);
    assert.deepEqual([...commandIds].sort(), handled.sort());
  });

  it('names only commands and views in menus and welcome texts that it has', () => {
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const onKeys = contributes.keybindings.map(({ command }) => command);
    const inWords = Object.values(words).flatMap((word) =>
      [...word.matchAll(/command:(burnline\.\w+)/g)].map(([, id]) => id),
    );
    assert.deepEqual(
      [...inMenus, ...onKeys, ...inWords].filter((id) => !commandIds.includes(id)),
      [],
    );
    const views: string[] = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    assert.deepEqual(
      contributes.viewsWelcome.map(({ view }) => view).filter((view) => !views.includes(view)),
      [],
    );
    assert.deepEqual(views, Object.values(VIEWS));
  });

  it('gives each of its colours a default in every kind of theme', () => {
    for (const { id, defaults } of contributes.colors) {
      assert.match(id, /^burnline\.\w+$/);
      assert.deepEqual(Object.keys(defaults).sort(), ['dark', 'highContrast', 'highContrastLight', 'light']);
    }
    assert.deepEqual(
      contributes.colors.map(({ id }) => id),
      COLORS,
    );
  });

  it('has the settings of the code, with its defaults', () => {
    const { properties } = contributes.configuration;
    const defaults = Object.fromEntries(
      Object.entries(properties).map(([id, property]) => [id, property.default]),
    );
    assert.deepEqual(defaults, DEFAULTS);
  });

  it('keeps settings that name programs, files or addresses out of the hands of a workspace', () => {
    const { properties } = contributes.configuration;
    const delicate = ['burnline.connections', 'burnline.python.interpreter', 'burnline.service.dataFolder'];
    assert.deepEqual(
      [...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
      delicate,
    );
    for (const id of delicate) assert.match(properties[id].scope, /^machine/);
  });

  it('asks in when clauses only for what somebody sets', () => {
    const ofVsCode = new Set(
      'view viewItem resourceLangId resourceExtname resourceFilename isWorkspaceTrusted virtualWorkspace false true'.split(
        ' ',
      ),
    );
    const clauses = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ when = '' }) => when)),
      ...contributes.viewsWelcome.map(({ when }) => when),
      ...contributes.keybindings.map(({ when }) => when),
      ...contributes.commands.map(({ enablement = '' }) => enablement),
    ];
    const keys = clauses.flatMap((clause) => {
      // Left sides and bare keys; patterns and right sides are values.
      const withoutValues = clause.replace(/=~\s*\/[^/]*\//g, '').replace(/[!=]=\s*\S+/g, '');
      return withoutValues.match(/[A-Za-z][\w.]*/g) ?? [];
    });
    const unknown = keys.filter((key) => !ofVsCode.has(key) && !(key in CONTEXT_KEYS));
    assert.deepEqual([...new Set(unknown)], []);
  });

  it('lets nothing run in a workspace that is not trusted', () => {
    const start = contributes.commands.find(({ command }) => command === 'burnline.startAgent');
    assert.match(start?.enablement ?? '', /isWorkspaceTrusted && !virtualWorkspace/);
  });

  it('says everything through package.nls.json, and nothing in there is left over', () => {
    const used = new Set([...text.matchAll(/%([\w.]+)%/g)].map(([, key]) => key));
    assert.deepEqual([...used].sort(), Object.keys(words).sort());
    for (const { title, category } of contributes.commands) {
      assert.match(title, /^%command\.\w+%$/);
      assert.equal(category, 'Burnline');
    }
  });

  it('activates when somebody looks, never at start-up', () => {
    const languages = manifest.activationEvents.flatMap(
      (event) => /^onLanguage:(\w+)$/.exec(event)?.[1] ?? [],
    );
    assert.deepEqual(languages.sort(), [...SUPPORTED_LANGUAGES].sort());
    for (const event of manifest.activationEvents) {
      assert.match(event, /^(onLanguage:\w+|onUri|onWebviewPanel:burnline\.(flame|compare))$/);
    }
    const panels = readdirSync('src/panels').map((file) => readFileSync(join('src/panels', file), 'utf8'));
    const types = panels.flatMap((source) =>
      [...source.matchAll(/viewType: '([\w.]+)'/g)].map(([, type]) => type),
    );
    for (const type of types) assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${type}`), type);
    assert.ok(types.length > 0);
  });

  it('points to files that are there', () => {
    const icons = Object.values(contributes.views).flatMap((list) => list.map(({ icon }) => icon));
    const schemas = contributes.jsonValidation.map(({ url }) => url);
    for (const file of [manifest.icon, ...icons, ...schemas]) assert.ok(existsSync(file), file);
    assert.equal(manifest.main, './dist/extension.js');
    assert.deepEqual(manifest.bin, { burnline: 'dist/cli.js' });
  });
});

describe('settings as people write them', () => {
  const check = (id: SettingId, written: unknown, expected: unknown): void => {
    assert.deepEqual(readSetting(id, written), expected);
  };

  it('count when they make sense', () => {
    check('burnline.lens.minimumShare', 0.05, 0.05);
    check('burnline.heat.style', 'both', 'both');
    check('burnline.fleet', { instanceType: 'm5.large', count: 4 }, { instanceType: 'm5.large', count: 4 });
    check('burnline.fleet', { pricePerHour: 0.4 }, { pricePerHour: 0.4 });
    check('burnline.connections', [{ profile: 'a', region: 'b' }], [{ profile: 'a', region: 'b' }]);
  });

  it('keep the connections that make sense beside one that does not', () => {
    const [acme, other] = ['acme', 'other'].map((profile) => ({ profile, region: 'eu-west-1' }));
    check('burnline.connections', [acme, { profile: 'a' }, other], [acme, other]);
  });

  it('are as if not written when they do not', () => {
    check('burnline.lens.minimumShare', '5 %', 0.01);
    check('burnline.lens.minimumShare', 5, 0.01);
    check('burnline.refreshSeconds', 0, 5);
    check('burnline.refreshSeconds', NaN, 5);
    check('burnline.lens.enabled', 'no', true);
    check('burnline.heat.style', 'loud', 'gutter');
    for (const fleet of [
      'm5.large',
      {},
      { instanceType: 'm5.large' },
      { instanceType: 'm5.large', count: -1 },
      { pricePerHour: 0 },
    ]) {
      check('burnline.fleet', fleet, null);
    }
    check('burnline.connections', 'acme', []);
    check('burnline.connections', [{ profile: 'a' }, 7, null], []);
    check('burnline.connections', { profile: 'a', region: 'b' }, []);
    check('burnline.myCode', 'shop', []);
  });
});

describe('arguments of commands', () => {
  it('are taken for what they are, whoever passes them', () => {
    for (const value of [
      undefined,
      null,
      'x',
      7,
      [],
      {},
      { connectionId: 1, group: 'g' },
      { connectionId: 'c', group: '' },
    ]) {
      assert.equal(toGroupTarget(value), undefined);
      assert.equal(toFrameRef(value), undefined);
      assert.deepEqual(toFlameTarget(value), {});
    }
    const row = { id: 'local/shop', connectionId: 'local', group: 'shop' };
    assert.deepEqual(toGroupTarget(row), { connectionId: 'local', group: 'shop' });
    assert.deepEqual(toFrameRef({ name: 'f', firstLine: 'x' }), {
      name: 'f',
      file: '',
      firstLine: 0,
      lastLine: 0,
    });
    assert.deepEqual(toFlameTarget({ ...row, view: 'cpu', stack: ['a', 'b'] }), {
      connectionId: 'local',
      group: 'shop',
      view: 'cpu',
      stack: ['a', 'b'],
    });
    assert.deepEqual(toFlameTarget({ view: 'other', stack: [1] }), {});
  });
});
