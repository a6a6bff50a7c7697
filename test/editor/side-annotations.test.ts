import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { AnnotationSource } from '../../src/editor/annotation-source';
import { createSideAnnotations } from '../../src/editor/side-annotations';
import { Emitter } from '../../src/base/events';
import { Focus } from '../../src/focus/focus';
import type { LoadedProfile } from '../../src/focus/loaded-profile';
import { loadedOf } from '../focus/loaded';

const [SHOWN, A, B] = ['shown', 'a', 'b'].map((group) => loadedOf('main  30', { group }));
const DOCUMENT = {} as vscode.TextDocument;

/** A window's focus, and the sources that are made for sides of its comparison. */
function open() {
  const focus = new Focus({ load: () => Promise.reject(new Error('nothing is loaded')) });
  const made: { readonly focus: Focus; isOpen: boolean }[] = [];
  const answered = new Emitter<vscode.Uri | undefined>();
  let wait = Promise.resolve();
  const sides = createSideAnnotations(focus, (side): AnnotationSource => {
    const one = { focus: side, isOpen: true };
    made.push(one);
    return {
      onDidChange: answered.event,
      annotationsOf: async () => {
        await wait;
        if (!one.isOpen) throw new Error('called off');
        return side.current && { loaded: side.current, functions: [] };
      },
      dispose: () => (one.isOpen = false),
    };
  });
  const groups = async (signal = new AbortController().signal): Promise<string[]> =>
    (await sides.annotationsOf(DOCUMENT, signal)).map(({ loaded }) => loaded.group);
  return {
    focus,
    sides,
    made,
    answered,
    groups,
    holdAnswers: (until: Promise<void>): void => {
      wait = until;
    },
    compare: (a: LoadedProfile, b: LoadedProfile) => focus.setComparison({ a, b }),
  };
}

describe('annotations of the sides of a comparison', () => {
  it('are none, and cost nothing, while nothing is compared', async () => {
    const { groups, made, focus } = open();
    focus.show(SHOWN);
    assert.deepEqual(await groups(), []);
    assert.equal(made.length, 0);
  });

  it('are those of A and of B, without the one that the window shows anyway', async () => {
    const { groups, compare, focus } = open();
    focus.show(SHOWN);
    compare(A, B);
    assert.deepEqual(await groups(), ['a', 'b']);
    focus.show(B);
    assert.deepEqual(await groups(), ['a']);
  });

  it('are of the sides as they are now, in the view of the window', async () => {
    const { groups, compare, focus, made } = open();
    focus.setView('latency');
    compare(A, A);
    compare(A, B);
    assert.deepEqual(await groups(), ['a', 'b']);
    assert.equal(made.length, 2);
    assert.deepEqual(
      made.map((one) => one.focus.view),
      ['latency', 'latency'],
    );
    focus.setView('cpu');
    assert.deepEqual(
      made.map((one) => one.focus.view),
      ['cpu', 'cpu'],
    );
  });

  it('are called off with the comparison, which is no failure of who asked', async () => {
    const { groups, compare, focus, made, holdAnswers } = open();
    compare(A, B);
    let release = (): void => undefined;
    holdAnswers(new Promise((resolve) => (release = resolve)));
    const asked = groups();
    focus.setComparison(undefined);
    release();
    assert.deepEqual(await asked, []);
    assert.deepEqual(
      made.map(({ isOpen }) => isOpen),
      [false, false],
    );
  });

  it('tell when they are others, until nobody listens any more', () => {
    const { compare, sides, answered } = open();
    let told = 0;
    sides.onDidChange(() => told++);
    compare(A, B);
    answered.fire(undefined);
    assert.equal(told, 2);
    sides.dispose();
    answered.fire(undefined);
    assert.equal(told, 2);
  });
});
