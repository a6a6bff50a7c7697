import { open, stat } from 'node:fs/promises';

/** How far a log of one JSON object a line has been read. Plain data: it is kept between sessions. */
export interface TailCursor {
  readonly path: string;
  /** Which file was there under that path, '' for none: a log that grew too long is set aside for a new one. */
  readonly file: string;
  /** The byte after the last whole line. */
  readonly offset: number;
}

export interface Tail {
  readonly lines: readonly string[];
  readonly cursor: TailCursor;
}

/** What came while nobody looked may be much; of that the end is enough. */
const MOST_BYTES = 1024 * 1024;

/**
 * The lines that are new since the cursor, and the cursor after them. Without one, or with that of another log, reading
 * begins at the end: what happened before somebody wanted to know is no news. A line that is not finished is left for
 * the next time. Of a log that was set aside, what had not been read is not looked for.
 */
export async function readTail(path: string, before: TailCursor | undefined): Promise<Tail> {
  const there = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const [file, size] = there ? [String(there.ino), Number(there.size)] : ['', 0];
  if (before?.path !== path) return { lines: [], cursor: { path, file, offset: size } };
  const isSame = before.file === file && before.offset <= size;
  const start = Math.max(isSame ? before.offset : 0, size - MOST_BYTES);
  if (start >= size) return { lines: [], cursor: { path, file, offset: size } };
  const bytes = await readBytes(path, start, size);
  const end = bytes.lastIndexOf('\n') + 1;
  const lines = bytes.toString('utf8', 0, end).split('\n').filter(Boolean);
  return { lines, cursor: { path, file, offset: start + end } };
}

async function readBytes(path: string, start: number, end: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
