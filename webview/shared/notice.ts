import type { Failure } from '../../src/protocol/source';
import { element } from './dom';
import { createButton, createProgress } from './kit';
import { t } from './words';

/** What stands in the place of a picture: that it is on its way, or why there is none and what to do about it. */
export interface Notice {
  readonly message: string;
  readonly isBusy?: boolean;
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

export function createNotice({ message, isBusy, action }: Notice): HTMLElement {
  const notice = element('div', { className: 'notice' });
  notice.setAttribute('role', isBusy ? 'status' : 'alert');
  if (isBusy) notice.append(createProgress());
  notice.append(element('p', { textContent: message }));
  if (action) notice.append(createButton({ ...action, appearance: 'primary' }));
  return notice;
}

export function failureNotice({ message, canRetry }: Failure, retry: () => void): Notice {
  return canRetry ? { message, action: { label: t('Try Again'), onClick: retry } } : { message };
}
