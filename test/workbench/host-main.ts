import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { createHostScratch, type HostScratch } from './host-scratch';
import { endWithSignals, skipWithoutWorkbench } from './main';
import { startServer, type Server } from './server';

// The runner of the in-host suite: opens the sample workspace with this checkout under development, and names
// host-entry.ts as what the extension host shall run.

const limitSeconds = 540;

async function main(): Promise<void> {
  endWithSignals();
  skipWithoutWorkbench();
  const scratch = createHostScratch(process.argv.slice(2));
  const server = await startServer({ env: scratch.env, log: console.log });
  const browser = await launchBrowser();
  try {
    const ended = openUnderTest(browser, server, scratch.workspace);
    const code = await Promise.race([ended, delay(limitSeconds * 1000, undefined, { ref: false })]);
    console.log(whatWasSaid(scratch, server));
    if (code === undefined) {
      console.error(`The extension host gave no result in ${limitSeconds} seconds.`);
    }
    process.exitCode = code ?? 1;
  } finally {
    await browser.close();
    await scratch.dispose();
    server.stop();
  }
}

function whatWasSaid({ log }: HostScratch, { logFile }: Server): string {
  if (existsSync(log)) return readFileSync(log, 'utf8').trimEnd();
  return `No test began. The server said:\n${readFileSync(logFile, 'utf8')}`;
}

/** Resolves with the exit code that the extension host gives when the suite has ended. */
async function openUnderTest(browser: Browser, server: Server, workspace: string): Promise<number> {
  const remote = (path: string) => {
    return { $mid: 1, scheme: 'vscode-remote', authority: `127.0.0.1:${server.port}`, path };
  };
  const page = await browser.newPage();
  await page.addInitScript(developExtension, {
    extensions: [remote(process.cwd())],
    extensionTestsPath: remote(resolve('out', 'test', 'workbench', 'host-entry.js')),
  });
  await page.exposeFunction('codeAutomationLog', () => undefined);
  return new Promise((ended, reject) => {
    page
      .exposeFunction('codeAutomationExit', ended)
      .then(() => page.goto(server.addressOf(workspace)))
      .catch(reject);
  });
}

/**
 * Runs in the page. The documented way, `?payload=[["extensionDevelopmentPath",…]]`, is ignored by built VS Codes, so
 * the same options go into the configuration as the page reads it. (Rewriting the HTML on its way would make
 * Chromium's local network access checks refuse the page's WebSocket.)
 */
function developExtension(options: object): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the element that it was asked of
  const { getAttribute } = Element.prototype;
  Element.prototype.getAttribute = function (name) {
    const value = getAttribute.call(this, name);
    if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration' || !value) return value;
    const configuration = JSON.parse(value) as { developmentOptions?: object };
    const developmentOptions = { ...configuration.developmentOptions, ...options };
    return JSON.stringify({ ...configuration, developmentOptions });
  };
}

void main();
