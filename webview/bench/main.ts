import { readCollapsed } from '../../src/profile/codec/collapsed';
import type { Profile } from '../../src/profile/tables';
import type { FlameSnapshot, ToFlame } from '../../src/protocol/flame';
import type { PageLanguage } from '../../src/protocol/source';

/**
 * The flame graph panel without VS Code, for a bench that drives it: this script stands in for the window, `flame.js` is
 * what ships. Nothing on the page is reached around its own events; what is timed is what a person would wait for.
 *
 * `window.peer` is what benches of viewers call. The bytes of a profile come from `/data/collapsed`, or from
 * `/data/NAME.collapsed.txt` where a name is given.
 */
const peer = {
  async prep(name?: string): Promise<void> {
    const response = await fetch(name === undefined ? '/data/collapsed' : `/data/${name}.collapsed.txt`);
    bytes = new Uint8Array(await response.arrayBuffer());
    // As the panel does before it fetches a profile: the page is there, and says that it is busy.
    say({ type: 'load', group: 'bench', language: LANGUAGE });
  },
  import(): void {
    profile = readCollapsed(bytes);
    bytes = new Uint8Array();
  },
  show(): void {
    say({ type: 'show', snapshot: snapshotOf(profile), target: undefined });
  },
  ready: (): boolean => document.querySelector('.stage canvas') !== null,
  /** A wheel that turns by a hair, there and back: at another scale nothing is where it was, and all of it is painted. */
  redraw(): void {
    const deltaY = (isCloser = !isCloser) ? -HAIR : HAIR;
    canvas().dispatchEvent(new WheelEvent('wheel', { deltaY, cancelable: true }));
  },
  /** A click on what stands in the middle of the sixth row. */
  zoom(): void {
    const { left, top, width } = canvas().getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + 5.5 * ROW, detail: 1, bubbles: true };
    canvas().dispatchEvent(new PointerEvent('pointerdown', at));
    canvas().dispatchEvent(new MouseEvent('click', at));
  },
  reset(): void {
    canvas().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }));
  },
  /** Until the count of matches says something new. */
  search(text: string): Promise<void> {
    const field = find<HTMLInputElement>('.search vscode-text-field');
    const count = find('.search-count');
    const before = count.textContent;
    field.value = text;
    field.dispatchEvent(new Event('input'));
    return new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (count.textContent === before) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(count, { childList: true, characterData: true, subtree: true });
    });
  },
  get hoverBox(): readonly number[] {
    const { left, top, right, bottom } = canvas().getBoundingClientRect();
    return [left, top, right, bottom];
  },
};

const ROW = 20;

/** Pixels of a wheel: the whole grows by less than a pixel. */
const HAIR = 0.1;

let isCloser = false;

const LANGUAGE: PageLanguage = { locale: 'en', bundle: {} };

function say(message: ToFlame): void {
  window.dispatchEvent(new MessageEvent('message', { data: { kind: 'say', message } }));
}

let bytes = new Uint8Array();
let profile: Profile;

function snapshotOf(shown: Profile): FlameSnapshot {
  return {
    source: { connectionId: 'file', group: 'bench', range: { start: 0, end: 0 } },
    label: 'bench',
    connectionLabel: 'collapsed stacks',
    start: 0,
    end: 0,
    fetchedAt: 0,
    profile: shown,
    threads: undefined,
    view: 'cpu',
    cost: undefined,
    mine: new Uint8Array(shown.frames.length),
    myCode: [],
    minimumSamples: 20,
    isLive: false,
    autoRefresh: false,
    whyNoViews: 'This is no workspace.',
    language: LANGUAGE,
  };
}

function canvas(): HTMLCanvasElement {
  return find<HTMLCanvasElement>('.stage canvas');
}

function find<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
}

Object.assign(window, {
  peer,
  acquireVsCodeApi: () => ({
    postMessage: () => undefined,
    getState: () => undefined,
    setState: () => undefined,
  }),
});
