import { keepState } from './vscode-api';

/**
 * Keeps where the person is, soon after it changed: a wheel changes it sixty times a second, and every time it is kept
 * costs a message to the window.
 */
export interface Keeper {
  changed(): void;
}

const DELAY_MS = 200;

export function createKeeper(read: () => unknown): Keeper {
  let timer: number | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const state = read();
    if (state !== undefined) keepState(state);
  };
  // A page that goes away does so at once.
  window.addEventListener('pagehide', () => {
    if (timer !== undefined) keep();
  });
  return {
    changed: () => {
      timer ??= window.setTimeout(keep, DELAY_MS);
    },
  };
}
