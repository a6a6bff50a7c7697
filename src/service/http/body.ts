import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Milliseconds } from '../../profile/units';
import { RequestTimeoutException, ThrottlingException, ValidationException } from '../errors';

/** Request bodies, bounded: each of them, all together, and in time. Knows nothing of what is in them. */

export interface BodyLimits {
  /** Of one body, as sent and after decompression. */
  readonly bodyBytes: number;
  /** Of all bodies that are being read or worked on, as sent and after decompression. */
  readonly totalBytes: number;
  /** How much of a refused body is read and thrown away before the connection is cut. */
  readonly discardBytes: number;
  /** How long a body may pause on its way. All of it has the time of a request, see listeners.ts. */
  readonly stall: Milliseconds;
}

/** The agents' own memory limit is 10 MiB of call graph; three times that leaves room for every third party. */
export const BODY_LIMITS: BodyLimits = {
  bodyBytes: 32 * 1024 * 1024,
  totalBytes: 128 * 1024 * 1024,
  discardBytes: 512 * 1024 * 1024,
  stall: 10_000,
};

/** A body that counts in a budget as long as somebody works on it. */
export interface HeldBody {
  /** As sent. */
  readonly raw: Buffer;
  /** Without its Content-Encoding. */
  unpack(encoding: string | undefined): Promise<Buffer>;
}

/**
 * How many unpack at the same time: what comes out of one counts when it is there, so this times the limit of one body
 * is what may be held beyond the budget. Node has four threads for it anyway.
 */
const UNPACKING_AT_ONCE = 4;

/**
 * A body that has been arriving for longer has to go when there is no room for others. On one machine bodies come in
 * milliseconds; those of whoever wants to fill the room with halves of bodies take as long as they may.
 */
const SLOW_AFTER: Milliseconds = 2_000;

/** A body in the budget. */
interface Hold {
  readonly since: Milliseconds;
  bytes: number;
  /** Ends its arrival; does nothing when it has arrived. */
  giveUp: (error: Error) => void;
}

/** Counts the bytes that bodies hold in memory at the moment. */
export class BodyBudget {
  private used = 0;
  /** The bodies that are arriving, the oldest first. */
  private readonly arriving = new Set<Hold>();
  private readonly unpacking = new Gate(UNPACKING_AT_ONCE);

  constructor(private readonly limits: BodyLimits) {}

  /** @throws {ThrottlingException} when there is no room for any body, before one is read */
  check(): void {
    this.giveUpSlowOnes();
    if (this.used > this.limits.totalBytes) {
      throw new ThrottlingException('Too much is being posted at once; send the request again in a second.');
    }
  }

  /** Gives the body to `work` and has it back when that is done. */
  async withBody<T>(request: IncomingMessage, work: (body: HeldBody) => Promise<T>): Promise<T> {
    const hold: Hold = { since: performance.now(), bytes: 0, giveUp: () => undefined };
    try {
      const raw = await this.read(request, hold);
      return await work({ raw, unpack: (encoding) => this.unpack(raw, encoding, hold) });
    } finally {
      this.used -= hold.bytes;
    }
  }

  private async read(request: IncomingMessage, hold: Hold): Promise<Buffer> {
    this.arriving.add(hold);
    try {
      return await readBody(request, this.limits, {
        onStart: (giveUp) => (hold.giveUp = giveUp),
        onChunk: (bytes) => this.add(bytes, hold),
      });
    } finally {
      this.arriving.delete(hold);
    }
  }

  private async unpack(raw: Buffer, encoding: string | undefined, hold: Hold): Promise<Buffer> {
    const body = await this.unpacking.pass(() => decompress(raw, encoding, this.limits));
    this.add(body === raw ? 0 : body.length, hold);
    return body;
  }

  private add(bytes: number, hold: Hold): void {
    hold.bytes += bytes;
    this.used += bytes;
    this.check();
  }

  private giveUpSlowOnes(): void {
    for (const hold of this.arriving) {
      if (this.used <= this.limits.totalBytes || performance.now() - hold.since < SLOW_AFTER) {
        return;
      }
      this.arriving.delete(hold);
      this.used -= hold.bytes;
      hold.bytes = 0;
      hold.giveUp(
        new RequestTimeoutException('The body came too slowly while others waited; send the request again.'),
      );
    }
  }
}

/** @throws {ValidationException} when a body announces that it is too long, before any of it is read */
export function checkAnnouncedLength(request: IncomingMessage, { bodyBytes }: BodyLimits): void {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytes) {
    throw tooLong(bodyBytes);
  }
}

/**
 * Reads what is left of a refused body and throws it away. A client that is still writing does not look for an answer,
 * and one that is cut off while writing sees a broken connection instead of the sentence that says why.
 *
 * @returns whether the body ended, so that the connection can go on
 */
export async function discardBody(
  request: IncomingMessage,
  { discardBytes, stall }: BodyLimits,
): Promise<boolean> {
  if (request.readableEnded || request.destroyed) {
    return request.readableEnded;
  }
  let left = discardBytes;
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(false), stall);
    const end = (isRead: boolean): void => {
      clearTimeout(timer);
      resolve(isRead);
    };
    request.on('data', (chunk: Buffer) => {
      timer.refresh();
      left -= chunk.length;
      if (left < 0) {
        end(false);
      }
    });
    request.once('end', () => end(true));
    request.once('error', () => end(false));
    request.once('close', () => end(false));
    request.resume();
  });
}

interface Arrival {
  readonly onStart: (giveUp: (error: Error) => void) => void;
  /** What it throws ends the arrival. */
  readonly onChunk: (bytes: number) => void;
}

/** Never closes the connection, however it ends: there is an answer to give yet. */
function readBody(
  request: IncomingMessage,
  { bodyBytes, stall }: BodyLimits,
  { onStart, onChunk }: Arrival,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(stalled(stall)), stall);
    const stop = (): void => {
      clearTimeout(timer);
      request.pause().off('data', take).off('end', end).off('error', fail).off('close', cut);
    };
    const fail = (error: Error): void => {
      stop();
      reject(error);
    };
    const cut = (): void => fail(new Error('The connection was closed before the body ended.'));
    const end = (): void => {
      stop();
      resolve(Buffer.concat(chunks, length));
    };
    const take = (chunk: Buffer): void => {
      timer.refresh();
      length += chunk.length;
      try {
        if (length > bodyBytes) throw tooLong(bodyBytes);
        onChunk(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        fail(error as Error);
      }
    };
    onStart(fail);
    request.on('data', take).once('end', end).once('error', fail).once('close', cut);
  });
}

/** A small body can unpack to a thousand times its size, hence the limit. */
async function decompress(
  body: Buffer,
  encoding: string | undefined,
  { bodyBytes }: BodyLimits,
): Promise<Buffer> {
  const coding = encoding?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') {
    return body;
  }
  if (coding !== 'gzip') {
    throw new ValidationException(
      `The Content-Encoding '${coding.slice(0, 40)}' is not known; send gzip or none.`,
    );
  }
  try {
    return await promisify(gunzip)(body, { maxOutputLength: bodyBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLong(bodyBytes);
    }
    throw new ValidationException(
      'The body is not what its Content-Encoding gzip says: it is damaged or cut short.',
    );
  }
}

/** Lets some through at a time; the others wait in the order in which they came. */
class Gate {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) {
      this.free--;
    } else {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) {
        this.free++;
      } else {
        next();
      }
    }
  }
}

function tooLong(limit: number): ValidationException {
  return new ValidationException(
    `The body is longer than the ${limit / (1024 * 1024)} MiB that the service takes; report more often, or cut stacks.`,
  );
}

function stalled(stall: Milliseconds): RequestTimeoutException {
  return new RequestTimeoutException(
    `Nothing of the body came for ${stall / 1000} s; send the request again, all of it at once.`,
  );
}
