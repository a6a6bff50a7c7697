import type { OperationName } from '../../../src/service/model/input';
import type { ServiceAddress } from '../../../src/service/handshake';

/**
 * One face for three clients that nobody here wrote, so that a case is written once. Inputs and answers have the member
 * names of the service model, in the form of its JSON:
 *
 * - times are ISO 8601 text; each driver makes of them what its client wants (a Date, a datetime, an argument),
 * - bytes are Uint8Array going in and coming out.
 *
 * No case and no expectation in here or in the drivers.
 */
export interface Client {
  /** One request, one attempt. */
  call(address: ServiceAddress, operation: OperationName, input: Members): Promise<Answer>;
  /** Start times of every page of ListProfileTimes, through the client's own paginator. */
  pageProfileTimes(address: ServiceAddress, input: Members): Promise<readonly string[]>;
  close(): Promise<void>;
}

export type Members = Readonly<Record<string, unknown>>;

export type Answer = Success | Failure;

export interface Success {
  /** undefined where the client does not tell: the AWS CLI. */
  readonly status: number | undefined;
  readonly output: Members;
  /** Where the answer is not what the service model promises; always empty from clients that do not look. */
  readonly complaints: readonly string[];
}

export interface Failure {
  readonly status: number | undefined;
  readonly error: { readonly code: string; readonly message: string };
}
