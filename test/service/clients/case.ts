import type { ErrorName, OperationName } from '../../../src/service/model/input';
import type { Members } from './client';

/** What a case shows of an operation, and the column of the printed table that it fills. */
export type Aspect = 'success' | 'paging' | ErrorName;

/** One thing that an operation does, said once for all clients. */
export interface Case {
  readonly operation: OperationName;
  readonly shows: Aspect;
  /** In the present tense, after the operation's name: 'answers the group with what was asked for'. */
  readonly does: string;
  readonly run: (scene: Scene) => Promise<void>;
}

/** What a case has before it: a running service, an empty profiling group of its own, and one of the clients. */
export interface Scene {
  /** Its name. */
  readonly group: string;
  readonly arn: string;
  /** What the service takes for now, in epoch milliseconds; a case may let time pass. */
  readonly clock: { now: number };
  /** The members of the answer, once it has the status and the members that the service model promises. */
  readonly call: (operation: OperationName, input: Members) => Promise<Members>;
  /** How the service refuses: `ResourceNotFoundException: Profiling group with name none does not exist.` */
  readonly refusal: (operation: OperationName, input: Members, state?: State) => Promise<string>;
  /** Start times of all pages of ListProfileTimes through the client's own paginator. */
  readonly pageProfileTimes: (input: Members) => Promise<readonly string[]>;
  /** A name that no group has yet. */
  readonly newName: () => string;
  /** Ends the service and starts it again on its folder and its port; the client keeps what it has. */
  readonly restart: () => Promise<void>;
  /** Lets the service do now what it otherwise does every few minutes: aggregate, and report what is due. */
  readonly keepHouse: () => Promise<void>;
}

/** The services of states.ts; the default is a good one. */
export type State = 'busy' | 'broken' | 'full';

/** All pages of a listing by hand, with `maxResults` to a page, and the lengths of the pages. */
export async function walk(
  { call }: Scene,
  operation: OperationName,
  input: Members,
  list: string,
  maxResults: number,
): Promise<{ items: unknown[]; lengths: number[] }> {
  const items: unknown[] = [];
  const lengths: number[] = [];
  let nextToken: unknown;
  do {
    const page = await call(operation, { ...input, maxResults, ...(nextToken ? { nextToken } : {}) });
    const found = page[list] as unknown[];
    items.push(...found);
    lengths.push(found.length);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { items, lengths };
}
