import assert from 'node:assert/strict';
import type { FlameLook, FlamePage } from './flame-page';
import { openShopFlame } from './flame-page';

// Everything that changes the graph, in a real window: by its key, by the menu with the mouse, and by the menu without
// one. Counts of samples are those of the call paths in the recordings. Of what moves time about without changing its
// sum only the step itself is seen here; what that does to the graph is tested beside the transforms.

interface Change {
  readonly name: string;
  readonly key: string;
  /** A function that is selected first. */
  readonly of?: string;
  /** Or what is searched for first. */
  readonly search?: string;
  readonly entry: string;
  readonly then: Partial<FlameLook>;
}

const CHANGES: readonly Change[] = [
  {
    name: 'focuses on a function',
    of: 'BulkRule:quote',
    key: 'f',
    entry: 'Focus on Function',
    then: { samples: '66 samples', changes: ['shop.pricing:BulkRule:quote (focus)'] },
  },
  {
    name: 'focuses on a call path',
    of: 'PriceList:best',
    key: 'F',
    entry: 'Focus on This Call Path',
    then: { samples: '148 samples', changes: ['shop.pricing:PriceList:best (focus on subtree)'] },
  },
  {
    name: 'keeps only stacks with a match',
    search: 'redeem',
    key: 'k',
    entry: 'Keep Only Stacks with a Match',
    then: { samples: '127 samples', changes: ['“redeem” (only)'] },
  },
  {
    name: 'hides a frame and what it calls',
    of: 'PriceList:best',
    key: 'h',
    entry: 'Hide Frame and What It Calls',
    then: {
      samples: '859 samples',
      changes: [],
      hidden: '1 hidden frame',
      selected: 'shop.web.handlers:CheckoutHandler:respond',
    },
  },
  {
    name: 'hides all that match',
    search: 'redeem',
    key: 'H',
    entry: 'Hide All That Match the Search',
    then: { samples: '859 samples', changes: [], hidden: '1 hidden frame', found: 'no match' },
  },
  {
    name: 'takes a frame out',
    of: 'PriceList:best',
    key: 'm',
    entry: 'Take Frame Out, Keep What It Calls',
    then: {
      samples: '859 samples',
      changes: ['shop.pricing:PriceList:best (merged)'],
      selected: 'shop.web.handlers:CheckoutHandler:respond',
    },
  },
  {
    name: 'drops all stacks with a function',
    of: 'CheckoutHandler:redeem',
    key: 'd',
    entry: 'Drop All Stacks with This Function',
    then: { samples: '732 samples', changes: ['shop.web.handlers:CheckoutHandler:redeem (dropped)'] },
  },
  {
    name: 'collapses recursion',
    of: 'OrderBook:snapshot',
    key: 'r',
    entry: 'Collapse All Recursion',
    then: { samples: '859 samples', changes: ['recursion collapsed'] },
  },
  {
    name: 'collapses direct recursion only',
    of: 'OrderBook:snapshot',
    key: 'R',
    entry: 'Collapse Direct Recursion Only',
    then: { samples: '859 samples', changes: ['direct recursion collapsed'] },
  },
  {
    name: 'collapses a package',
    of: 'Logger:exception',
    key: 'p',
    entry: 'Collapse Package logging.__init__',
    then: { samples: '859 samples', changes: ['logging.__init__ (collapsed)'] },
  },
  {
    name: 'turns upside down',
    of: 'BulkRule:quote',
    key: 'v',
    entry: 'Turn Upside Down',
    then: { samples: '859 samples', picture: 'Hottest first', selected: 'shop.pricing:BulkRule:quote' },
  },
  {
    name: 'shows the hottest functions first',
    of: 'BulkRule:quote',
    key: '2',
    entry: 'Hottest Functions First',
    // 52 samples of its callee itself, called from here.
    then: {
      samples: '859 samples',
      picture: 'Hottest first',
      focused: '3 | shop.pricing:BulkRule:quote | 6.1 % | 0 %',
    },
  },
  {
    name: 'inspects a function',
    of: 'BulkRule:quote',
    key: '3',
    entry: 'Callers and Callees',
    then: { samples: '66 samples', picture: 'Inspect', selected: 'shop.pricing:BulkRule:quote' },
  },
];

const PLAIN: Partial<FlameLook> = {
  samples: '859 samples',
  picture: 'From entry points',
  changes: [],
  hidden: '',
};

describe('changes to the flame graph', () => {
  let flame: FlamePage;
  before(async () => {
    flame = await openShopFlame();
  });
  after(() => flame.workbench.close());
  afterEach(() => flame.press('Escape', 'x'));

  for (const change of CHANGES) {
    it(`${change.name} by its key`, async () => {
      await prepare(flame, change);
      await flame.press(change.key);
      await flame.becomes(change.then);
      await flame.press('u');
      await flame.becomes(PLAIN);
      await flame.press('U');
      await flame.becomes(change.then);
      await flame.press('Control+z');
      await flame.becomes(PLAIN);
      await flame.press('Control+y');
      await flame.becomes(change.then);
      await flame.press('Control+z');
      await flame.becomes(PLAIN);
      await flame.press('Control+Shift+Z');
      await flame.becomes(change.then);
      await flame.press('u');
      await flame.becomes(PLAIN);
    });

    it(`${change.name} by the menu, with the mouse`, async () => {
      await prepare(flame, change);
      await flame.press('z');
      const { focused } = await flame.look();
      await flame.canvas.click({
        button: 'right',
        position: await flame.at(0.5, Number.parseInt(focused) - 1),
      });
      await flame.entry(change.entry).click();
      await flame.becomes(change.then);
      await flame.button('Undo (Ctrl+Z)').click();
      await flame.becomes(PLAIN);
    });

    it(`${change.name} by the menu, without a mouse`, async () => {
      await prepare(flame, change);
      await flame.press('Shift+F10');
      await flame.chooseByKeys(change.entry);
      await flame.becomes(change.then);
      await flame.press('u');
      await flame.becomes(PLAIN);
    });
  }
});

async function prepare(flame: FlamePage, { of, search }: Change): Promise<void> {
  if (of) return flame.select(of);
  assert.ok(search);
  await flame.search(search);
  await flame.press('Enter');
  await flame.focusGraph();
}
