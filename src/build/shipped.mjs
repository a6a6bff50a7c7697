// What of a folder goes into the extension that users install: the lines of .vscodeignore that let something in.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} folder of an extension
 * @returns {string[]} files relative to the folder, with forward slashes
 */
export function shippedFiles(folder) {
  const lines = readFileSync(join(folder, '.vscodeignore'), 'utf8').split(/\r?\n/);
  const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  return allowed.flatMap((pattern) => matching(folder, pattern));
}

/**
 * The file of that name, or for `folder/*` the files in that folder. Nothing finer is allowed: a list that names what
 * ships is one that can be reviewed.
 * @param {string} folder
 * @param {string} pattern
 */
function matching(folder, pattern) {
  const isFile = (/** @type {string} */ file) =>
    statSync(join(folder, file), { throwIfNoEntry: false })?.isFile() === true;
  if (!pattern.endsWith('/*')) {
    return isFile(pattern) ? [pattern] : [];
  }
  const parent = pattern.slice(0, -2);
  const names = statSync(join(folder, parent), { throwIfNoEntry: false })
    ? readdirSync(join(folder, parent))
    : [];
  return names.map((name) => `${parent}/${name}`).filter(isFile);
}
