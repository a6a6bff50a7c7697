import { encodeUtf8 } from '../../../src/profile/codec/utf8';

/** Protocol buffers by hand, right or wrong: a field is its number and what is in it. */
export type Field = readonly [
  number: number,
  value: number | bigint | string | Uint8Array | readonly Field[],
];

export function message(fields: readonly Field[]): Uint8Array {
  return joined(fields.map((field) => encode(field)));
}

function encode([number, value]: Field): Uint8Array {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return joined([varint(number * 8), varint(value)]);
  }
  const bytes = bytesOf(value);
  return joined([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function bytesOf(value: string | Uint8Array | readonly Field[]): Uint8Array {
  if (typeof value === 'string') return encodeUtf8(value);
  return value instanceof Uint8Array ? value : message(value);
}

export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 0x80n) return Uint8Array.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
