import type { ExportFormat } from '../../src/export/formats';

/** Content as the bytes of a file. pprof's tools expect theirs packed; browsers can do that, the pure code cannot. */
export async function toFile(
  format: ExportFormat,
  content: string | Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  return format === 'pprof' ? pack(bytes) : bytes;
}

async function pack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
