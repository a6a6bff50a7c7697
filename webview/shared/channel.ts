import { resultGuards, toPage } from '../../src/protocol/guards';
import { createAssembler, isPiece } from '../../src/protocol/pieces';
import type { FromPage, Method, Requests } from '../../src/protocol/requests';
import type { Guard } from '../../src/protocol/shapes';
import { postToHost } from './vscode-api';

/** The page's end of the protocol. */
export interface HostChannel<From> {
  say(message: From): void;
  /** Rejects with a sentence when the host cannot answer, or when the page goes away before it does. */
  ask<M extends Method>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result']>;
}

interface Pending {
  readonly settle: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
}

export function openHostChannel<To, From>(
  isMessage: Guard<To>,
  onMessage: (message: To) => void,
): HostChannel<From> {
  const isToPage = toPage(isMessage);
  const pending = new Map<number, Pending>();
  let lastId = 0;

  const assembler = createAssembler();

  window.addEventListener('message', ({ data: sent }: MessageEvent<unknown>) => {
    if (isPiece(sent)) return assembler.take(sent);
    const data = assembler.assemble(sent);
    // Whatever is in none of the known shapes is not for us, or not to be trusted; either way it ends here.
    if (!isToPage(data)) return;
    if (data.kind === 'say') return onMessage(data.message);
    const question = pending.get(data.id);
    pending.delete(data.id);
    if (data.kind === 'answer') question?.settle(data.result);
    else question?.reject(new Error(data.reason));
  });
  window.addEventListener('pagehide', () => {
    for (const { reject } of pending.values()) reject(new Error('The panel was closed.'));
    pending.clear();
  });

  return {
    say: (message) => postToHost({ kind: 'say', message } satisfies FromPage<From>),
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        const isResult = resultGuards[method];
        const settle = (result: unknown): void => {
          if (isResult(result)) resolve(result);
          else reject(new Error('The answer was not understood.'));
        };
        pending.set(id, { settle, reject });
        postToHost({ kind: 'ask', id, method, params });
      }),
  };
}
