import { createHash } from 'node:crypto';
import { ValidationException } from './errors';

/**
 * Pagination tokens: opaque to clients, at most 64 letters, digits, - and _. A token says where the next page starts
 * (a number: the last id or time of the page before) and for which question, so that a token of one listing cannot
 * continue another.
 *
 *     base64url( position in base 36 '.' 12 hex digits of SHA-256 of the question )
 */
export function nextToken(question: readonly unknown[], position: number): string {
  return Buffer.from(`${position.toString(36)}.${fingerprint(question)}`).toString('base64url');
}

/** @throws {ValidationException} when the token was not given out for this question */
export function tokenPosition(question: readonly unknown[], token: string): number {
  const [position = '', print] = Buffer.from(token, 'base64url').toString('latin1').split('.');
  if (print !== fingerprint(question) || !/^[0-9a-z]{1,11}$/.test(position)) {
    throw new ValidationException(
      "The value at 'nextToken' does not belong to this request; repeat the first request's parameters with the token it returned.",
    );
  }
  return parseInt(position, 36);
}

/** maxResults may change from page to page, so it is no part of the question. */
function fingerprint(question: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 12);
}
