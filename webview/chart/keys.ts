import type { Step } from './boxes';

/** What a key means on a chart; the page that owns the chart carries it out. */
export type Intent =
  | { readonly type: 'step'; readonly step: Step }
  | { readonly type: 'zoom' }
  | { readonly type: 'open' }
  | { readonly type: 'back' }
  | { readonly type: 'reset' }
  | { readonly type: 'closer'; readonly factor: number }
  | { readonly type: 'page'; readonly direction: 1 | -1 }
  | { readonly type: 'find' }
  | { readonly type: 'match'; readonly direction: 1 | -1 }
  | { readonly type: 'menu' };

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * Keys by what they print, as on the help line under the graph. With Ctrl or Alt a key belongs to VS Code, but for
 * Ctrl+F and Alt+Left, which mean here what they mean everywhere.
 */
const KEYS: Readonly<Record<string, Intent>> = {
  ArrowUp: { type: 'step', step: 'up' },
  ArrowDown: { type: 'step', step: 'down' },
  ArrowLeft: { type: 'step', step: 'previous' },
  ArrowRight: { type: 'step', step: 'next' },
  ' ': { type: 'zoom' },
  z: { type: 'zoom' },
  Enter: { type: 'open' },
  Backspace: { type: 'back' },
  Escape: { type: 'back' },
  Home: { type: 'reset' },
  '0': { type: 'reset' },
  '+': { type: 'closer', factor: 1.5 },
  '=': { type: 'closer', factor: 1.5 },
  '-': { type: 'closer', factor: 1 / 1.5 },
  PageUp: { type: 'page', direction: -1 },
  PageDown: { type: 'page', direction: 1 },
  '/': { type: 'find' },
  n: { type: 'match', direction: 1 },
  N: { type: 'match', direction: -1 },
  ContextMenu: { type: 'menu' },
};

export function intentOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): Intent | undefined {
  if (key === 'F10' && shiftKey) return { type: 'menu' };
  if (ctrlKey || metaKey) return key.toLowerCase() === 'f' ? { type: 'find' } : undefined;
  if (altKey) return key === 'ArrowLeft' ? { type: 'back' } : undefined;
  return Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
}
