import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../harness/eventually';
import type { Workbench } from '../workbench/workbench';
import { openShop, postShopRuns } from './shop-window';

/** What a person reads off the page of a flame graph, in figures and words. Pixels are the business of screenshots. */
export interface FlameLook {
  /** Samples in the picture, as the line at the bottom says. */
  readonly samples: string;
  readonly picture: string;
  /** Steps that change the picture, in the order in which they were taken. */
  readonly changes: readonly string[];
  /** `2 hidden frames`, or ''. */
  readonly hidden: string;
  /** The last crumb of where one has zoomed to. */
  readonly zoom: string;
  readonly selected: string;
  readonly facts: string;
  /** Why something was not done. */
  readonly note: string;
  /** Matches of the search. */
  readonly found: string;
  /** The row of the outline that holds the focus: its level, name and figures. */
  readonly focused: string;
  /** Whether something is on its way that will change the rest. */
  readonly isBusy: boolean;
}

/** A flame graph in the editor that is shown, by mouse and by keyboard. */
export class FlamePage {
  constructor(readonly workbench: Workbench) {}

  get canvas(): Locator {
    return this.workbench.webview.locator('.chart canvas');
  }

  get menu(): Locator {
    return this.workbench.webview.getByRole('menu');
  }

  button(name: string | RegExp): Locator {
    return this.workbench.webview.getByRole('button', { name });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.workbench.page.keyboard.press(key);
  }

  /** Waits until nothing is on its way and the page looks so, and says how it looks instead when it does not. */
  async becomes(expected: Partial<FlameLook>): Promise<FlameLook> {
    return this.until((look) => isLike(look, expected), JSON.stringify(expected));
  }

  /** As it is at this moment, which is mostly for a test that has waited for it. */
  look(): Promise<FlameLook> {
    return this.workbench.webview.locator('body').evaluate(readLook);
  }

  /** By keyboard: from the search field to the first match, and back to the graph, where keys are commands. */
  async select(name: string): Promise<void> {
    await this.search(name);
    await this.press('Enter');
    await this.until(({ found, selected }) => found.startsWith('1/') && selected.includes(name));
    await this.press('Escape', 'Escape');
    await this.becomes({ found: '' });
  }

  /** Types into the search field, as from the graph, and waits for an answer. */
  async search(text: string): Promise<void> {
    await this.focusGraph();
    await this.press('/');
    await this.workbench.page.keyboard.type(text);
    await this.until(({ found }) => found !== '');
  }

  async focusGraph(): Promise<void> {
    await this.workbench.webview
      .getByRole('treegrid')
      .first()
      .getByRole('row', { selected: true })
      .first()
      .focus();
  }

  /** Waits until nothing is on its way, and what is there is right. */
  async until(is: (look: FlameLook) => boolean, expected = String(is)): Promise<FlameLook> {
    let look: FlameLook | undefined;
    const what = (): string => `looked like ${expected}, but ${JSON.stringify(look, undefined, 1)}`;
    return eventually(what, async () => {
      look = await this.look();
      return !look.isBusy && is(look) && look;
    });
  }

  /** @param share of the width, from the left; @param row from the top, which is the whole */
  async at(share: number, row: number): Promise<{ x: number; y: number }> {
    const box = await this.canvas.boundingBox();
    assert.ok(box, 'no graph is drawn');
    return { x: Math.round(share * box.width), y: row * 20 + 10 };
  }

  /** Waits until the tooltip at a place of the canvas begins with a name. */
  async pointsAt(position: { x: number; y: number }, name: string): Promise<void> {
    await this.until(() => true);
    await this.canvas.hover({ position });
    await this.workbench.webview.locator('.tooltip > div:first-child', { hasText: name }).waitFor();
  }

  /** Walks down the menu that is open to an entry, and takes it. */
  async chooseByKeys(name: string): Promise<void> {
    const focused = this.menu.locator('.menu-entry:focus');
    for (let steps = 0; steps < 40; steps += 1) {
      const label = await focused.locator('.menu-label').textContent();
      if (label === name) return this.press('Enter');
      await this.press('ArrowDown');
    }
    assert.fail(`no entry ${name} in the menu`);
  }

  /** An entry of the menu that is open. */
  entry(name: string): Locator {
    return this.menu.locator('.menu-entry', { has: this.workbench.webview.getByText(name, { exact: true }) });
  }
}

/** The recorded runs of the sample in a window, and their flame graph. */
export async function openShopFlame(): Promise<FlamePage> {
  const workbench = await openShop();
  await workbench.showViewContainer('Burnline');
  await postShopRuns(workbench);
  await workbench.treeItem(/^CPU, latest hour/).waitFor();
  await workbench.runCommand('Burnline: Open Flame Graph');
  const flame = new FlamePage(workbench);
  await flame.canvas.waitFor();
  await flame.becomes({ samples: '859 samples' });
  return flame;
}

function isLike(look: FlameLook, expected: Partial<FlameLook>): boolean {
  return JSON.stringify(pick(look, expected)) === JSON.stringify(expected);
}

function pick(look: FlameLook, expected: Partial<FlameLook>): Partial<FlameLook> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, look[key as keyof FlameLook]]));
}

/** Runs in the page. */
function readLook(body: Element): FlameLook {
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ').trim();
  const all = (selector: string): string[] =>
    [...body.querySelectorAll<HTMLElement>(selector)]
      .filter((found) => found.checkVisibility())
      .map(({ textContent }) => plain(textContent));
  const text = (selector: string): string => all(selector).at(-1) ?? '';
  const { activeElement } = body.ownerDocument;
  const isRow = activeElement?.role === 'row' || activeElement?.getAttribute('role') === 'row';
  const cells = isRow ? [...activeElement.querySelectorAll('[role=gridcell]')] : [];
  return {
    samples: text('.legend-status').split(/,\s| · /)[0],
    picture: text('.tabs [aria-checked=true]'),
    changes: all('.transform-list > li'),
    hidden: all('.tool-text').find((words) => words.includes('hidden frame')) ?? '',
    zoom: text('.crumb-list > li'),
    selected: text('.details-name'),
    facts: text('.details-facts'),
    note: text('.details-note'),
    found: text('.search-count'),
    focused: isRow
      ? [activeElement.getAttribute('aria-level'), ...cells.map((cell) => plain(cell.textContent))].join(
          ' | ',
        )
      : '',
    isBusy: [...body.querySelectorAll('[aria-busy=true]')].some((part) => part.checkVisibility()),
  };
}
