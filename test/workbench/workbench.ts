import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { stopService } from './embedded-service';
import { startServer, type ServerOptions } from './server';

// The real workbench, driven by Playwright: what UI tests are written with. It knows VS Code; of Burnline it knows
// only that it is the extension of this checkout.

export type Theme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/**
 * What a system tells its windows for a theme, and how the workbench then marks its root. High contrast is asked for
 * as Windows does, by forced colours, so the controls of a webview take those of the browser.
 */
const themes = {
  light: { kind: 'vs', media: { colorScheme: 'light', forcedColors: 'none' } },
  dark: { kind: 'vs-dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  'high-contrast': { kind: 'hc-black', media: { colorScheme: 'dark', forcedColors: 'active' } },
  'high-contrast-light': { kind: 'hc-light', media: { colorScheme: 'light', forcedColors: 'active' } },
} as const;

const followTheSystem = {
  'window.autoDetectColorScheme': true,
  'window.autoDetectHighContrast': true,
  'workbench.preferredLightColorTheme': 'Light Modern',
  'workbench.preferredDarkColorTheme': 'Dark Modern',
};

export interface WorkbenchOptions extends Pick<ServerOptions, 'env' | 'settings' | 'trust'> {
  /** A folder whose copy is opened; an empty one when it is not given. */
  readonly workspace?: string;
  readonly theme?: Theme;
}

/**
 * Milliseconds after which something is taken for lost. A window and its extension host come up in three seconds on a
 * machine of one's own, and in thirty where others work too.
 */
const patience = 60_000;

/** Starts a server with Burnline installed as its package would be, and opens it in a window of 1280 by 800. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const scratch = mkdtempSync(join(tmpdir(), 'burnline-ui-'));
  const workspace = join(scratch, 'workspace');
  mkdirSync(workspace);
  if (options.workspace) {
    cpSync(options.workspace, workspace, { recursive: true });
  }
  const env = { BURNLINE_DATA: join(scratch, 'burnline'), ...options.env };
  const settings = { ...followTheSystem, ...options.settings };
  const server = await startServer({
    ...options,
    env,
    settings,
    extensions: [process.cwd()],
  });
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    await stopService(env.BURNLINE_DATA);
    server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    ...themes[options.theme ?? 'dark'].media,
  });
  context.setDefaultTimeout(patience);
  const refusedHosts = await refuseTheInternet(context);
  const workbench = new Workbench(await context.newPage(), {
    workspace,
    env,
    refusedHosts,
    close,
  });
  await workbench.open(server.addressOf(workspace));
  return workbench;
}

export interface Surroundings {
  /** The copy that is open. */
  readonly workspace: string;
  /** What the extension host was given on top of our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Hosts beyond this machine that a page asked for; every such request was refused. */
  readonly refusedHosts: ReadonlySet<string>;
  readonly close: () => Promise<void>;
}

export class Workbench {
  constructor(
    readonly page: Page,
    readonly surroundings: Surroundings,
  ) {}

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.untilReady();
  }

  /** Reloads the window, as *Developer: Reload Window* does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.untilReady();
  }

  /**
   * Reloads the window once its editors are written down with all of `texts` in what their pages keep. In a browser
   * the workbench writes every few seconds, when it has nothing else to do, and cannot while it unloads.
   */
  async reloadWithEditors(...texts: string[]): Promise<void> {
    const deadline = Date.now() + patience;
    for (;;) {
      const editors = (await this.page.evaluate(storedEditors)).replaceAll('\\', '');
      if (texts.every((text) => editors.includes(text))) break;
      if (Date.now() > deadline) {
        throw new Error(`The workbench did not write down ${texts.join(', ')}: ${editors}`);
      }
      await this.page.waitForTimeout(250);
    }
    await this.reload();
  }

  /** Changes the theme of the open window, as a system does at dusk, and waits until it shows. */
  async setTheme(theme: Theme): Promise<void> {
    await this.page.emulateMedia(themes[theme].media);
    await this.page.locator(`.monaco-workbench.${themes[theme].kind}`).waitFor();
  }

  /** Opens a view container of the activity bar by its title. */
  async showViewContainer(title: string): Promise<void> {
    const item = this.page.locator(`.activitybar .action-item:has(a[aria-label^="${title}"])`);
    await item.waitFor();
    const isShown = /\bchecked\b/.test((await item.getAttribute('class')) ?? '');
    if (!isShown) await item.click();
  }

  /** Runs a command by the title that the palette shows, such as `Burnline: Open Flame Graph`. */
  async runCommand(title: string): Promise<void> {
    await this.pickAfter('F1', `>${title}`, title);
  }

  /** Opens a file of the workspace by a part of its path that no other file has. */
  async openFile(name: string): Promise<void> {
    await this.pickAfter('ControlOrMeta+P', name, name.split('/').at(-1) ?? name);
    await this.page.getByRole('tab', { name: name.split('/').at(-1) }).waitFor();
    await this.page.locator('.monaco-editor .view-line').first().waitFor();
  }

  /**
   * Opens a quick input by a key, types into it and takes the first row that holds the text. VS Code closes a quick input
   * when an editor that was still being opened takes the focus; a person would press the key again.
   */
  private async pickAfter(key: string, typed: string, row: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      await this.page.keyboard.press(key);
      try {
        await this.quickInput.fill(typed, { timeout: 5000 });
        return await this.quickRow(row).click({ timeout: 15_000 });
      } catch (error) {
        if (tries === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  quickRow(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input').first();
  }

  treeItem(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  lens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** The page inside the webview of the editor that is shown. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Saves what the window shows to out/shots/. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: resolve('out', 'shots', `${name}.png`) });
  }

  /** Ends browser and server, and the embedded service that the extension started. */
  async close(): Promise<void> {
    await this.surroundings.close();
  }

  private async untilReady(): Promise<void> {
    await this.page
      .locator('.monaco-workbench .activitybar .action-item')
      .first()
      .waitFor({ timeout: patience });
  }
}

/** Nothing that a test does may leave the machine, whatever the page asks for. */
async function refuseTheInternet(context: BrowserContext): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  const isElsewhere = ({ protocol, hostname }: URL) =>
    protocol.startsWith('http') && hostname !== '127.0.0.1';
  await context.route(isElsewhere, (route) => {
    refused.add(new URL(route.request().url()).host);
    return route.abort();
  });
  return refused;
}

/** In the browser: what the workbench last stored of its editors, JSON in JSON. */
async function storedEditors(): Promise<string> {
  const answer = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
    });
  let all = '';
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const database = await answer(indexedDB.open(name));
    const store = database.transaction('ItemTable').objectStore('ItemTable');
    all += String(await answer<unknown>(store.get('memento/workbench.parts.editor')));
    database.close();
  }
  return all;
}
