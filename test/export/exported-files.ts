import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { ProfileBuilder } from '../../src/profile/builder';
import type { Profile } from '../../src/profile/tables';
import { profileOf } from '../fixtures/text-profile';
import { skip } from '../harness/skip';
import { launchBrowser, whyNoBrowser } from '../workbench/browser';

/** What the tests of exported files share: a browser that opens them from disk, and profiles to export. */

export const SHOP = `
main @/srv/app.py:3
  shop.cart:Cart:load @/srv/cart.py:12-15  100
    json:parse @/lib/json.py:7  250
  shop.cart:Cart:show @/srv/cart.py:40  50
    json:parse @/lib/json.py:7  30
    shop.page:draw @/srv/page.py:9  569
      shop.page:sliver @/srv/page.py:20  1
`;

/** Each the only function of its stack. */
export const HOSTILE_NAMES = [
  '</script><script>window.hacked = 1</script>',
  '</title></svg><img src=x onerror="window.hacked = 2">',
  ']]><![CDATA[<script>window.hacked = 3</script>',
  '<!-- <script>',
  '"\' onload="window.hacked = 4"',
  '&lt;b&gt; &amp; &#60;',
  'javascript:window.hacked = 5',
  'null \u0000 escape \u001b[2J bell \u0007',
  'half \ud800 pair \udc00',
  'not a character \uffff \ufffe',
  'turned \u202e round',
  '__proto__',
  'two\nlines\r\nand\u2028more',
  'x'.repeat(5000),
];

export function hostileProfile(): Profile {
  const builder = new ProfileBuilder();
  for (const name of HOSTILE_NAMES) {
    builder.sample(builder.stack(-1, builder.frame(name, name), 3), 'RUNNABLE', 10);
  }
  return builder.finish(profileOf('a  1').meta);
}

export interface OpenFile {
  readonly page: Page;
  /** Errors on the page, and addresses that it asked for beside its own. */
  readonly incidents: readonly string[];
}

/** What axe-core has against a page, a line each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(root: Document): Promise<{ violations: { id: string; help: string }[] }> };
    };
    const { violations } = await axe.run(document);
    return violations.map(({ id, help }) => `${id}: ${help}`);
  });
}

/** A browser for one suite, which is skipped where there can be none. */
export function exportedFiles(): { open(name: string, content: string): Promise<OpenFile> } {
  const folder = mkdtempSync(join(tmpdir(), 'burnline-export-'));
  let browser: Browser | undefined;
  before(async function () {
    const why = whyNoBrowser();
    if (why !== undefined) skip(this, why);
    this.timeout(60_000);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    async open(name, content) {
      const file = join(folder, name);
      writeFileSync(file, content);
      const page = await browser!.newPage({ viewport: { width: 1000, height: 600 } });
      const incidents: string[] = [];
      const address = pathToFileURL(file).href;
      page.on('pageerror', ({ message }) => incidents.push(message));
      page.on('console', (message) => message.type() === 'error' && incidents.push(message.text()));
      page.on('request', (request) => request.url() !== address && incidents.push(request.url()));
      await page.goto(address);
      return { page, incidents };
    },
  };
}
