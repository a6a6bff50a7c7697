import { fstatSync, ftruncateSync, writeSync } from 'node:fs';
import { LOG_LIMIT_BYTES } from './handshake';

/** One line per event. Nothing that is logged may hold a secret or the content of a profile. */
export type Log = (line: string) => void;

/**
 * Writes to a descriptor, by default standard error. When that is a file (a detached service's service.log), the file
 * is emptied each time this process has filled it, so that it stays bounded however long the service runs.
 */
export function createLog(descriptor = 2, limitBytes = LOG_LIMIT_BYTES): Log {
  const isFile = fstatSync(descriptor).isFile();
  let written = 0;
  return (line) => {
    const text = `${new Date().toISOString()} ${inert(line)}\n`;
    written += Buffer.byteLength(text);
    if (isFile && written > limitBytes) {
      ftruncateSync(descriptor);
      written = 0;
    }
    try {
      writeSync(descriptor, text);
    } catch {
      // A closed pipe or a full disk: the service goes on without its log.
    }
  };
}

/** Log files are read in terminals: control characters from a request must not reach one. */
function inert(line: string): string {
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, ' ').slice(0, 4000);
}
