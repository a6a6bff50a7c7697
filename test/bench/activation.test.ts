import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { activateOnce } from './activation-bench';

describe('activating the extension', () => {
  it('loads one file and starts nothing', async () => {
    const { loaded, started } = await activateOnce();
    assert.deepEqual({ loaded, started }, { loaded: [], started: [] });
  });

  it('loads no parser, no SDK, no service and nothing that draws', () => {
    const { sources } = JSON.parse(readFileSync('dist/extension.js.map', 'utf8')) as { sources: string[] };
    const files = sources.map((source) => source.replace(/^(?:\.\.\/)+/, ''));
    // Whoever finds nothing should know that there was something to look through.
    assert.ok(files.includes('src/extension.ts'), `${files.length} files`);
    const unwanted = files.filter((file) => LOADED_LATER.test(file));
    assert.deepEqual(unwanted, []);
  });
});

/** Packages, pages, the service but for what finds it, and what the thread that parses is made of. */
const LOADED_LATER =
  /^(?:node_modules|webview|src\/service\/(?!handshake|auth\/)|src\/source\/(?:parsers|syntaxes|symbols|fingerprint|follow|jvm\/(?:java|kotlin|scala|groovy|clojure))\.ts$)/;
