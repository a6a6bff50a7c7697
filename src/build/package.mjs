// burnline-VERSION.vsix: the files that .vscodeignore lets in, and the two that tell VS Code what they are.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './bundle.mjs';
import { shippedFiles } from './shipped.mjs';
import { contentTypes, vsixManifest } from './vsix.mjs';
import { zip } from './zip.mjs';

/** @import { Manifest } from './vsix.mjs' */

/**
 * `package [--out FILE]`
 * @param {string[]} args
 */
export async function packageExtension(args) {
  const staged = join('out', 'package');
  await stage(staged);
  /** @type {unknown} */
  const parsed = JSON.parse(readFileSync('package.json', 'utf8'));
  const manifest = /** @type {Manifest} */ (parsed);
  const out = args[0] === '--out' && args[1] ? args[1] : `${manifest.name}-${manifest.version}.vsix`;
  const entries = [
    { name: 'extension.vsixmanifest', content: Buffer.from(vsixManifest(manifest)) },
    { name: '[Content_Types].xml', content: Buffer.from(contentTypes) },
    ...shippedFiles(staged).map((file) => ({
      name: packagedName(file),
      content: readFileSync(join(staged, file)),
    })),
  ];
  writeFileSync(out, zip(entries));
  console.log(`${out}: ${entries.length} files`);
}

/**
 * A production build aside, so that the checkout keeps the one that is being worked on.
 * @param {string} folder
 */
async function stage(folder) {
  rmSync(folder, { recursive: true, force: true });
  const failures = await buildAll({ production: true, into: folder });
  if (failures.length > 0) {
    throw new Error(failures.join('\n'));
  }
  const asTheyAre = shippedFiles('.').filter((file) => !file.startsWith('dist/'));
  for (const file of ['.vscodeignore', ...asTheyAre]) {
    cpSync(file, join(folder, file));
  }
}

/**
 * Parts of such a package have types by their extension, so the license needs one.
 * @param {string} file
 */
function packagedName(file) {
  return `extension/${file === 'LICENSE' ? 'LICENSE.txt' : file}`;
}
