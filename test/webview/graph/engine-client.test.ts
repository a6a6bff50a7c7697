import assert from 'node:assert/strict';
import { startEngine } from '../../../webview/graph/engine-client';
import type { FromEngine, ToEngine } from '../../../webview/graph/engine-messages';
import { profileOf } from '../../fixtures/text-profile';
import { queryOf } from '../chart-fixture';

type Listener = (event: { readonly data?: FromEngine; readonly message?: string }) => void;

/** Workers that answer with what they were asked; a search for `endless` keeps one busy until it is ended. */
class FakeWorker {
  static readonly log: string[] = [];
  static all: FakeWorker[] = [];
  private readonly listeners = new Map<string, Listener>();
  private isBusy = false;

  constructor() {
    FakeWorker.all.push(this);
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, listener);
  }

  postMessage(message: ToEngine): void {
    const number = FakeWorker.all.indexOf(this);
    if (message.type === 'load') return void FakeWorker.log.push(`${number} load`);
    const { id, question } = message;
    const of = question.method === 'search' ? ` ${question.query.text}` : '';
    FakeWorker.log.push(`${number} ${question.method}${of}`);
    this.isBusy ||= of === ' endless';
    if (this.isBusy) return;
    if (of === ' fatal') return void setImmediate(() => this.listeners.get('error')?.({ message: '' }));
    setImmediate(() => this.listeners.get('message')?.({ data: { id, answer: [] } }));
  }

  terminate(): void {
    FakeWorker.log.push(`${FakeWorker.all.indexOf(this)} ended`);
  }
}

describe('the engine of a page', () => {
  const globals = globalThis as { Worker?: unknown; fetch: unknown };
  const { Worker: worker, fetch } = globals;
  before(() => {
    globals.Worker = FakeWorker;
    globals.fetch = () => Promise.resolve({ blob: () => new Blob(['']) });
  });
  after(() => {
    globals.Worker = worker;
    globals.fetch = fetch;
  });
  beforeEach(() => {
    FakeWorker.log.length = 0;
    FakeWorker.all = [];
  });
  const startWith = () => {
    const engine = startEngine('engine.js', 500);
    engine.load(profileOf('main  1'));
    return engine;
  };
  const reasonOf = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'answered',
      (error: unknown) => String(error),
    );

  it('starts anew when a search does not end, and loses nothing else that was asked', async () => {
    const engine = startWith();
    await engine.packages(1);
    const outcomes = await Promise.all(
      [engine.search(queryOf('endless')), engine.packages(2), engine.search(queryOf('main'))].map(reasonOf),
    );
    assert.deepEqual(outcomes, ['Error: Something else was searched for since.', 'answered', 'answered']);
    const endless = reasonOf(engine.search(queryOf('endless')));
    const packages = reasonOf(engine.packages(3));
    assert.deepEqual(await Promise.all([endless, packages]), [
      'Error: The search took too long.',
      'answered',
    ]);
    assert.deepEqual(FakeWorker.log.slice(-4), ['0 search endless', '0 ended', '1 load', '1 packages']);
  });

  it('says in words why an engine stopped, and asks another one from then on', async () => {
    const engine = startWith();
    assert.match(await reasonOf(engine.search(queryOf('fatal'))), /The engine stopped: .* memory/);
    assert.equal(await reasonOf(engine.packages(1)), 'answered');
    assert.deepEqual(FakeWorker.log, ['0 load', '0 search fatal', '0 ended', '1 load', '1 packages']);
  });

  it('tells everybody when its script cannot be had', async () => {
    globals.fetch = () => Promise.reject(new Error('no such file'));
    const engine = startWith();
    assert.equal(await reasonOf(engine.packages(1)), 'Error: no such file');
    assert.equal(await reasonOf(engine.packages(2)), 'Error: no such file');
  });
});
