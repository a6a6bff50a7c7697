import { inflateRawSync } from 'node:zlib';

/**
 * Files of a zip archive by path, unpacked when they are asked for. Reads what Maven Central holds (one disk, stored or
 * deflated, no passwords, below 4 GB); it writes nothing and knows nothing of classes.
 *
 * @throws where the bytes are no such archive
 */
export function readJar(archive: Buffer): ReadonlyMap<string, () => Buffer> {
  const end = archive.lastIndexOf(END_OF_DIRECTORY);
  if (end < 0) throw new Error('This is no zip archive: it has no end of its directory.');
  const files = new Map<string, () => Buffer>();
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    const entry = readEntry(archive, at);
    if (!entry.path.endsWith('/')) files.set(entry.path, () => unpack(archive, entry));
    at = entry.next;
  }
  return files;
}

const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const DEFLATED = 8;

interface Entry {
  readonly path: string;
  readonly method: number;
  readonly packedSize: number;
  /** Where its own header stands, which repeats its name and may have more extra fields than the directory has. */
  readonly header: number;
  readonly next: number;
}

function readEntry(archive: Buffer, at: number): Entry {
  const nameLength = archive.readUInt16LE(at + 28);
  const name = at + 46;
  return {
    path: archive.toString('utf8', name, name + nameLength),
    method: archive.readUInt16LE(at + 10),
    packedSize: archive.readUInt32LE(at + 20),
    header: archive.readUInt32LE(at + 42),
    next: name + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32),
  };
}

function unpack(archive: Buffer, { method, packedSize, header }: Entry): Buffer {
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(start, start + packedSize);
  return method === DEFLATED ? inflateRawSync(packed) : packed;
}
