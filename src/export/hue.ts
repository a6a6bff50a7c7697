import { packageOf } from '../profile/packages';

/** Hues of the style sheets in webview/export/: `hue-0` and so on. */
const HUES = 8;

/** Functions of one package have one hue, in every file that is exported. */
export function hueOf(name: string, file: string): number {
  return hashOf(packageOf(name, file)) % HUES;
}

/** FNV-1a: spreads short texts that differ in one letter over all hues. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
