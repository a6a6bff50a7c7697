import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../workbench/browser';
import type { FlameServer } from './flame-server';
import { pageUsage } from './page-usage';
import { quantile } from './measure';

/**
 * Drives one viewer in a browser of its own and takes its times: real events of the pointer and the wheel, and frames as
 * fast as the machine makes them. Each page of `peers/`, and ours, has a `window.peer`:
 *
 *     prep()     fetch the bytes; not timed             import()  bytes to the viewer's model
 *     show()     model to picture                       redraw()  all of the picture once more
 *     zoom()     begin to zoom to a box of middle size  reset()   back to the whole
 *     search(t)  mark what holds the text               hoverBox  where to move the pointer: x, y, x, y
 */
interface Peer {
  prep(): Promise<void>;
  import(): unknown;
  show(): unknown;
  ready?(): boolean;
  redraw(): void;
  redrawRectangles?(): void;
  zoom(): unknown;
  reset(): unknown;
  search(text: string): unknown;
  readonly hoverBox: readonly [number, number, number, number];
}

/** What `peers/in-page.js` puts into every page. */
interface InPage {
  frame(): Promise<number>;
  painted(): Promise<number>;
  until(isSo: () => boolean): Promise<void>;
  frames(count: number, work: (i: number) => void): Promise<number[]>;
  movement(start: () => unknown, limit: number): Promise<{ settled: number; worst: number }>;
  watch(types: readonly string[]): void;
  keepBusy(): void;
  readonly latencies: Record<string, number[]>;
}

declare const peer: Peer;
declare const bench: InPage;

/** Milliseconds, and megabytes where the name says so. What a viewer cannot do is left out. */
export type Measured = Partial<Record<Quantity, number>>;

export const QUANTITIES = [
  'import',
  'first-paint',
  'total',
  'redraw-p50',
  'redraw-p95',
  'rectangles-p50',
  'hover-p50',
  'hover-p95',
  'pan-p50',
  'pan-p95',
  'zoom-settled',
  'zoom-worst',
  'search',
  'heap-mb',
  'rss-mb',
  // Processor time of the page's process, all its threads: where others use the machine too, this says more than a clock.
  'import-cpu',
  'total-cpu',
  'redraw-cpu',
  'search-cpu',
] as const;

export type Quantity = (typeof QUANTITIES)[number];

/** Longer than this nobody waits. */
const PATIENCE_MS = 120_000;

/** Frames that take longer are ones in which something was still going on. */
const LONG_FRAME_MS = 8;

/** Frames and events that are not counted. */
const WARM_UP = 30;

const SEARCHES = ['Handler', 'Writer', 'zzz', 'Factory.get', 'Handler'];

/** @param viewer the name of a page in `peers/`, 'speedscope', or 'ours' */
export async function measureViewer(viewer: string, server: FlameServer): Promise<Measured> {
  const browser = await launchBrowser([
    '--disable-frame-rate-limit',
    '--disable-gpu-vsync',
    '--enable-unsafe-swiftshader',
    '--enable-precise-memory-info',
    '--js-flags=--max-old-space-size=8192',
  ]);
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript({ path: 'test/bench/peers/in-page.js' });
    const opened = await (viewer === 'speedscope'
      ? openSpeedscope(page, server.address)
      : openPage(page, server.address, viewer));
    const memory = await measureMemory(page);
    await page.evaluate(() => bench.keepBusy());
    await page.evaluate(() => bench.watch(['mousemove', 'wheel']));
    const used = await (viewer === 'speedscope' ? useSpeedscope(page) : usePage(page, viewer));
    return { ...opened, ...memory, ...used };
  } finally {
    await closeWithin(browser, 5000);
  }
}

async function openPage(page: Page, address: string, viewer: string): Promise<Measured> {
  await page.goto(viewer === 'ours' ? `${address}/ours/bench.html` : `${address}/peers/${viewer}.html`);
  await page.evaluate(() => peer.prep());
  const cpuBefore = pageUsage().cpu;
  const imported = await page.evaluate(async () => {
    const began = performance.now();
    await peer.import();
    return performance.now() - began;
  });
  const cpuImported = pageUsage().cpu;
  const shown = await page.evaluate(async () => {
    const began = await bench.frame();
    await peer.show();
    await bench.until(() => peer.ready?.() !== false);
    return (await bench.painted()) - began;
  });
  const cpuShown = pageUsage().cpu;
  return {
    import: imported,
    'first-paint': shown,
    total: imported + shown,
    'import-cpu': cpuImported - cpuBefore,
    'total-cpu': cpuShown - cpuBefore,
  };
}

/** It says itself how long the import took, and shows the names of its views when it has drawn. */
async function openSpeedscope(page: Page, address: string): Promise<Measured> {
  const imported = new Promise<number>((resolve) => {
    page.on('console', (message) => {
      const [, value, unit] = /^import: ([\d.]+) ?(ms|s)/.exec(message.text()) ?? [];
      if (value !== undefined) resolve(Number(value) * (unit === 's' ? 1000 : 1));
    });
  });
  const profile = encodeURIComponent('/data/collapsed');
  await page.goto(
    `${address}/modules/speedscope/dist/release/index.html#profileURL=${profile}&title=x&view=left-heavy`,
  );
  const importing = await imported;
  await page.waitForFunction(() => {
    const text = document.body?.innerText ?? '';
    return text.includes('Left Heavy') && !text.includes('Drag and drop');
  });
  const total = await page.evaluate(async () => {
    const now = await bench.painted();
    const fetched = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).find(
      ({ name }) => name.includes('/data/'),
    );
    return now - (fetched?.responseEnd ?? NaN);
  });
  return { import: importing, 'first-paint': total - importing, total };
}

/** What is kept after collecting garbage, typed arrays included, and the most that the page's process ever had. */
async function measureMemory(page: Page): Promise<Measured> {
  const session = await page.context().newCDPSession(page);
  const { peakRss } = pageUsage();
  await session.send('HeapProfiler.collectGarbage');
  return { 'heap-mb': await heapOf(session), 'rss-mb': peakRss };
}

async function heapOf(session: CDPSession): Promise<number> {
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return (usage.usedSize + (usage.backingStorageSize ?? 0)) / 1e6;
}

async function usePage(page: Page, viewer: string): Promise<Measured> {
  // The first ones compile; everybody's do.
  await page.evaluate((count) => bench.frames(count, () => peer.redraw()), WARM_UP);
  const cpuBefore = pageUsage().cpu;
  const redraws = await page.evaluate(() => bench.frames(30, () => peer.redraw()));
  const cpuRedrawn = pageUsage().cpu;
  const rectangles = await page.evaluate(() =>
    peer.redrawRectangles ? bench.frames(30, () => peer.redrawRectangles?.()) : [],
  );
  const hovers = await measureHover(page, await page.evaluate(() => peer.hoverBox));
  const pans = PANNING.has(viewer) ? await measurePan(page, viewer) : [];
  const drawn: Measured = {
    ...quantilesOf('redraw', redraws),
    'redraw-cpu': (cpuRedrawn - cpuBefore) / redraws.length,
    ...(rectangles.length > 0 && { 'rectangles-p50': quantile(rectangles, 0.5) }),
    ...quantilesOf('hover', hovers),
    ...(pans.length > 0 && quantilesOf('pan', pans)),
  };
  if (viewer === 'limits') return drawn;
  const { settled, worst } = await page.evaluate(
    (limit) => bench.movement(() => void peer.zoom(), limit),
    LONG_FRAME_MS,
  );
  await page.evaluate(() => peer.reset());
  await page.waitForTimeout(900);
  const cpuReset = pageUsage().cpu;
  const search = await measureSearch(page);
  const searchCpu = (pageUsage().cpu - cpuReset) / SEARCHES.length;
  return { ...drawn, 'zoom-settled': settled, 'zoom-worst': worst, search, 'search-cpu': searchCpu };
}

/** Those that move at a wheel that turns sideways; on the page of the limits it moves nothing, which is the floor. */
const PANNING = new Set(['limits', 'naive-canvas', 'ours']);

async function useSpeedscope(page: Page): Promise<Measured> {
  const hovers = await measureHover(page, [5, 60, 1590, 600]);
  const pans = await measurePan(page, 'speedscope');
  return { ...quantilesOf('hover', hovers), ...quantilesOf('pan', pans) };
}

function quantilesOf(what: 'redraw' | 'hover' | 'pan', values: readonly number[]): Measured {
  return { [`${what}-p50`]: quantile(values, 0.5), [`${what}-p95`]: quantile(values, 0.95) };
}

async function measureHover(
  page: Page,
  [left, top, right, bottom]: readonly [number, number, number, number],
): Promise<number[]> {
  const height = Math.min(bottom - top, 600);
  return measureEvents(page, 'mousemove', (i) =>
    page.mouse.move(
      left + ((right - left) * ((i * 37) % 100)) / 100,
      top + (height * ((i * 13) % 100)) / 100,
    ),
  );
}

async function measurePan(page: Page, viewer: string): Promise<number[]> {
  const turn = ZOOM_TURNS[viewer];
  if (turn !== undefined) await zoomIn(page, turn);
  return measureEvents(page, 'wheel', (i) => page.mouse.wheel(i % 2 === 0 ? -40 : 40, i % 4 < 2 ? 20 : -20));
}

/**
 * Those that move sideways only where they are zoomed in, and by how many pixels the wheel turns for that. What is ours is
 * not quite half of the whole then, which is as much to draw as all of it.
 */
const ZOOM_TURNS: Readonly<Record<string, number>> = { speedscope: -200, ours: -5 };

async function zoomIn(page: Page, turn: number): Promise<void> {
  await page.keyboard.down('Control');
  await page.mouse.move(800, 500);
  for (let i = 0; i < 6; i++) {
    await page.mouse.wheel(0, turn);
    await page.waitForTimeout(30);
  }
  await page.keyboard.up('Control');
  await page.waitForTimeout(600);
}

/** One event after the other, each awaited until it can be seen. */
async function measureEvents(
  page: Page,
  type: 'mousemove' | 'wheel',
  act: (i: number) => Promise<void>,
): Promise<number[]> {
  await page.evaluate((one) => void (bench.latencies[one].length = 0), type);
  for (let i = 0; i < WARM_UP + 40; i++) {
    await act(i);
    await page.waitForFunction(
      ([one, count]) => bench.latencies[one].length >= count,
      [type, i + 1] as const,
      {
        polling: 'raf',
      },
    );
  }
  return page.evaluate(([one, from]) => bench.latencies[one].slice(from), [type, WARM_UP] as const);
}

async function measureSearch(page: Page): Promise<number> {
  const times: number[] = [];
  for (const text of SEARCHES) {
    times.push(
      await page.evaluate(async (words) => {
        const began = await bench.frame();
        await peer.search(words);
        return (await bench.painted()) - began;
      }, text),
    );
  }
  return quantile(times, 0.5);
}

/** A page that hangs does not close by itself; its process ends with ours. */
async function closeWithin(browser: Browser, limit: number): Promise<void> {
  await Promise.race([browser.close(), new Promise((resolve) => setTimeout(resolve, limit))]);
}
