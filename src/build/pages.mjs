// Exported files carry their own browser code: what src/export/pages.ts declares, this makes of webview/export/.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { root } from './node.mjs';

/** @import { Plugin } from 'esbuild' */

/** @type {Plugin} */
export const exportedPages = {
  name: 'exported-pages',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]export[\\/]pages\.ts$/ }, async () => {
      const [svg, html] = await Promise.all(['svg', 'html'].map(bundlePage));
      return {
        contents: `export const SVG_PAGE = ${JSON.stringify(svg)};\nexport const HTML_PAGE = ${JSON.stringify(html)};\n`,
        watchDirs: [join(root, 'webview', 'export')],
      };
    });
  },
};

/**
 * Small, because it goes into every exported file, and without a name of this machine in it.
 * @param {string} name
 */
async function bundlePage(name) {
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: [`webview/export/${name}-page.ts`],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    // Opened years from now, or in the browser that happens to be there.
    target: 'es2021',
    minify: true,
    write: false,
    outdir: 'out',
    logLevel: 'silent',
  });
  const text = (/** @type {string} */ extension) =>
    outputFiles.find(({ path }) => path.endsWith(extension))?.text.trim() ?? '';
  const [script, style] = [text('.js'), text('.css')];
  return { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
}

/** @param {string} text */
function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
