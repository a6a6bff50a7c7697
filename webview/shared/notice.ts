import type { Failure } from '../../src/protocol/source';
import { element } from './dom';
import { holdsFocus, refocus } from './focus-place';
import { createButton, createProgress } from './kit';
import { t } from './words';

/** What stands in the place of a picture: that it is on its way, or why there is none and what to do about it. */
export interface Notice {
  readonly message: string;
  readonly isBusy?: boolean;
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

/** The same one again is left as it is: it was heard once, and its button may have the focus. */
export function showNotice(stage: HTMLElement, notice: Notice): void {
  const { message, isBusy, action } = notice;
  const key = JSON.stringify([message, isBusy, action?.label]);
  const before = stage.firstElementChild;
  if (before instanceof HTMLElement && before.dataset.notice === key) return;
  // Of the picture that was here; nothing else is left of it to go on from.
  const hadFocus = holdsFocus(stage);
  const made = createNotice(notice);
  made.dataset.notice = key;
  stage.replaceChildren(made);
  if (hadFocus) refocus(() => (made.querySelector<HTMLElement>('vscode-button') ?? made).focus());
}

function createNotice({ message, isBusy, action }: Notice): HTMLElement {
  const notice = element('div', { className: 'notice', tabIndex: -1 });
  notice.setAttribute('role', isBusy ? 'status' : 'alert');
  if (isBusy) notice.append(createProgress());
  notice.append(element('p', { textContent: message }));
  if (action) notice.append(createButton({ ...action, appearance: 'primary' }));
  return notice;
}

export function failureNotice({ message, canRetry }: Failure, retry: () => void): Notice {
  return canRetry ? { message, action: { label: t('Try Again'), onClick: retry } } : { message };
}
