import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ThrottlingException, ValidationException } from './errors';

/** Request bodies, bounded: each of them, and all together. Knows nothing of what is in them. */

export interface BodyLimits {
  /** Of one body, as sent and after decompression. */
  readonly bodyBytes: number;
  /** Of all bodies that are being read or worked on. */
  readonly totalBytes: number;
  /** How much of a refused body is read and thrown away before the connection is cut. */
  readonly discardBytes: number;
}

/** The agents' own memory limit is 10 MiB of call graph; three times that leaves room for every third party. */
export const BODY_LIMITS: BodyLimits = {
  bodyBytes: 32 * 1024 * 1024,
  totalBytes: 128 * 1024 * 1024,
  discardBytes: 512 * 1024 * 1024,
};

/** Counts the bytes that bodies hold in memory at the moment. */
export class BodyBudget {
  private used = 0;

  constructor(private readonly limits: BodyLimits) {}

  /** Gives the body to `work` and has it back when that is done. */
  async withBody<T>(request: IncomingMessage, work: (body: Buffer) => Promise<T>): Promise<T> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      // Leaving the loop early must not close the connection: there is an answer to give yet.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        length += chunk.length;
        this.used += chunk.length;
        this.check(length);
        chunks.push(chunk);
      }
      return await work(Buffer.concat(chunks, length));
    } finally {
      this.used -= length;
    }
  }

  private check(length: number): void {
    if (length > this.limits.bodyBytes) {
      throw tooLong(this.limits.bodyBytes);
    }
    if (this.used > this.limits.totalBytes) {
      throw new ThrottlingException('Too much is being posted at once; send the request again in a second.');
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
 * @returns whether the body ended, so that an answer has a reader and the connection can go on
 */
export async function discardBody(request: IncomingMessage, { discardBytes }: BodyLimits): Promise<boolean> {
  if (request.readableEnded) {
    return true;
  }
  let left = discardBytes;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) {
        resolve(false);
      }
    });
    request.once('end', () => resolve(true));
    request.once('error', () => resolve(false));
    request.once('close', () => resolve(false));
    request.resume();
  });
}

/** The body without its Content-Encoding. A small body can unpack to a thousand times its size, hence the limit. */
export async function decompress(
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

function tooLong(limit: number): ValidationException {
  return new ValidationException(
    `The body is longer than the ${limit / (1024 * 1024)} MiB that the service takes; report more often, or cut stacks.`,
  );
}
