// A zip archive, as much of one as a VSIX needs. Knows nothing of extensions.
import { crc32, deflateRawSync } from 'node:zlib';

/** @typedef {{ name: string, content: Buffer }} Entry `name` has forward slashes */

/** 1980-01-01 00:00, the first that the format can say: equal contents make equal archives. */
const dosDate = (1 << 5) | 1;
const deflate = 8;
const utf8Names = 1 << 11;
const needsVersion = 20;

/**
 * @param {Entry[]} entries
 * @returns {Buffer} the archive: every entry behind its header, then the directory of all, then where that begins
 */
export function zip(entries) {
  /** @type {Buffer[]} */
  const body = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const packed = deflateRawSync(content, { level: 9 });
    const encodedName = Buffer.from(name);
    const common = commonFields(content, packed, encodedName);
    const header = Buffer.concat([numbers([4, 0x04034b50]), common, encodedName]);
    directory.push(directoryEntry(common, encodedName, offset));
    body.push(header, packed);
    offset += header.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  return Buffer.concat([...body, listing, endRecord(entries.length, listing.length, offset)]);
}

/**
 * The fields that an entry's header and its line in the directory share.
 * @param {Buffer} content
 * @param {Buffer} packed
 * @param {Buffer} name
 */
function commonFields(content, packed, name) {
  return numbers(
    [2, needsVersion],
    [2, utf8Names],
    [2, deflate],
    [2, 0],
    [2, dosDate],
    [4, crc32(content)],
    [4, packed.length],
    [4, content.length],
    [2, name.length],
    [2, 0],
  );
}

/**
 * @param {Buffer} common
 * @param {Buffer} name
 * @param {number} offset of the entry's header
 */
function directoryEntry(common, name, offset) {
  const comment = [2, 0];
  const disk = [2, 0];
  const attributes = [
    [2, 0],
    [4, 0],
  ];
  return Buffer.concat([
    numbers([4, 0x02014b50], [2, needsVersion]),
    common,
    numbers(comment, disk, ...attributes, [4, offset]),
    name,
  ]);
}

/**
 * @param {number} count
 * @param {number} size of the directory
 * @param {number} offset of the directory
 */
function endRecord(count, size, offset) {
  return numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
}

/**
 * Little-endian numbers, each given as its width in bytes and its value.
 * @param {number[][]} fields
 */
function numbers(...fields) {
  return Buffer.concat(
    fields.map(([width = 0, value = 0]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
}
