import type * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { Focus } from '../focus/focus';
import type { AnnotationSource, DocumentAnnotations } from './annotation-source';

/**
 * Functions that ran on either side of the comparison that is open. The profile in focus may be neither of the two, and
 * need not have what ran on one of them only.
 */
export interface SideAnnotations extends Disposable {
  /** Ask again, as {@link AnnotationSource.onDidChange} says it. */
  readonly onDidChange: Event<vscode.Uri | undefined>;
  /** Of A, then of B; without the side that is in focus itself. None while nothing is compared. Rejects when aborted. */
  annotationsOf(document: vscode.TextDocument, signal: AbortSignal): Promise<readonly DocumentAnnotations[]>;
}

/** @param create of a side as of the window's focus; called when something is compared, so that it costs nothing before */
export function createSideAnnotations(
  focus: Focus,
  create: (side: Focus) => AnnotationSource,
): SideAnnotations {
  const owned = new Disposables();
  const changed = owned.add(new Emitter<vscode.Uri | undefined>());
  let sides: readonly Side[] = [];
  const close = (): void => {
    for (const side of sides) side.dispose();
    sides = [];
  };
  owned.add({ dispose: close });
  owned.add(
    focus.onDidChangeComparison((comparison) => {
      if (!comparison) return close();
      if (sides.length === 0) sides = [0, 1].map(() => new Side(focus, create, (uri) => changed.fire(uri)));
      [comparison.a, comparison.b].forEach((loaded, i) => sides[i].focus.show(loaded));
    }),
  );
  owned.add(focus.onDidChangeView((view) => sides.forEach((side) => side.focus.setView(view))));
  return {
    onDidChange: changed.event,
    annotationsOf: async (document, signal) => {
      const asked = sides;
      try {
        const isElse = ({ focus: { current } }: Side) => current?.profile !== focus.current?.profile;
        const found = asked.filter(isElse).map(({ source }) => source.annotationsOf(document, signal));
        return (await Promise.all(found)).filter((one) => one !== undefined);
      } catch (error) {
        // Closed meanwhile: what it would have said is of no interest any more.
        if (sides !== asked && !signal.aborted) return [];
        throw error;
      }
    },
    dispose: () => owned.dispose(),
  };
}

/** A focus of its own, so that one side is located and followed as what the window shows is. */
class Side implements Disposable {
  readonly focus: Focus;
  readonly source: AnnotationSource;
  private readonly listening: Disposable;

  constructor(
    window: Focus,
    create: (side: Focus) => AnnotationSource,
    changed: (uri: vscode.Uri | undefined) => void,
  ) {
    this.focus = new Focus(window);
    this.focus.setView(window.view);
    this.source = create(this.focus);
    this.listening = this.source.onDidChange(changed);
  }

  dispose(): void {
    this.listening.dispose();
    this.source.dispose();
    this.focus.dispose();
  }
}
