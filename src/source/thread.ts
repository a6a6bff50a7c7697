import { parentPort } from 'node:worker_threads';
import { errorMessage } from '../base/error-message';
import type { Order, Reply } from '../base/thread-messages';
import { createCodeReader, type CodeReader } from './code-reader';
import type { FollowAnswer, FollowQuestion } from './followed-function';

/**
 * The thread that parses for the extension host, as a file of its own: dist/source-thread.js, beside the parsers. It keeps
 * the last few texts and trees, so that a question about a text that was edited since costs what was edited.
 */

export type CodeQuestion =
  | { readonly what: 'symbols'; readonly path: string; readonly text: string }
  | { readonly what: 'follow'; readonly question: FollowQuestion };

/** Symbols as JSON: thousands of small objects are read from that in a third of the time that receiving them takes. */
export type CodeAnswer = string | readonly FollowAnswer[];

const reader = createCodeReader(__dirname);

parentPort?.on('message', ({ id, ...question }: Order<CodeQuestion>) => {
  answer(question, reader).then(
    (found) => parentPort?.postMessage({ id, answer: found } satisfies Reply<CodeAnswer>),
    (error: unknown) => {
      // A trap leaves the memory that all parsers share as it was in the middle of something: the next thread has its own.
      if (error instanceof Error && error.name === 'RuntimeError') throw error;
      parentPort?.postMessage({ id, error: errorMessage(error) } satisfies Reply<CodeAnswer>);
    },
  );
});

async function answer(question: CodeQuestion, to: CodeReader): Promise<CodeAnswer> {
  return question.what === 'follow'
    ? to.follow(question.question)
    : JSON.stringify(await to.symbolsOf(question.path, question.text));
}
