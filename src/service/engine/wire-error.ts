import { ServiceError, ThreadedError } from '../errors';
import { StorageError } from '../store/database';

/** Errors between threads: a structured clone of an Error keeps its message and loses its class. */
export type WireError =
  | { readonly kind: 'service'; readonly code: string; readonly status: number; readonly message: string }
  | { readonly kind: 'storage' | 'defect'; readonly message: string };

export function packError(error: unknown): WireError {
  if (error instanceof ServiceError) {
    const { code, status, message } = error;
    return { kind: 'service', code, status, message };
  }
  if (error instanceof StorageError) {
    return { kind: 'storage', message: error.message };
  }
  return { kind: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

export function unpackError(error: WireError): Error {
  switch (error.kind) {
    case 'service':
      return new ThreadedError(error);
    case 'storage':
      return new StorageError(error.message);
    case 'defect':
      return new Error(error.message);
  }
}
