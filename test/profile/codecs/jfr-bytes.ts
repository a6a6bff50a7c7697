import { encodeUtf8 } from '../../../src/profile/codec/utf8';
import { joined, varint } from './protobuf-bytes';

/**
 * Recordings of Java Flight Recorder by hand: one chunk with its types, its constants and its events, numbers compressed
 * or not.
 */
export interface Recording {
  readonly isCompressed?: boolean;
  readonly version?: number;
  /** `name: field type, field type@ (pooled), field type[] (a list)`; ids are 100 and up, in this order. */
  readonly types?: readonly string[];
  readonly constants?: readonly Constant[];
  readonly events?: readonly (readonly [type: string, ...values: Value[]])[];
  /** Bytes from the second constants back to the first; those of one are the first and the last. */
  readonly back?: number;
}

export type Constant = readonly [type: string, key: number, ...values: Value[]];

/** A number, a text, or a byte as it is. */
export type Value = number | string | { readonly byte: number };

export const TYPES: readonly string[] = [
  'jdk.ExecutionSample: startTime long, sampledThread java.lang.Thread@, stackTrace jdk.types.StackTrace@, state jdk.types.ThreadState@',
  'jdk.NativeMethodSample: startTime long, sampledThread java.lang.Thread@, stackTrace jdk.types.StackTrace@, state jdk.types.ThreadState@',
  'jdk.ActiveSetting: startTime long, id long, name java.lang.String, value java.lang.String',
  'jdk.types.StackTrace: truncated boolean, frames jdk.types.StackFrame[]',
  'jdk.types.StackFrame: method jdk.types.Method@, lineNumber int',
  'jdk.types.Method: type java.lang.Class@, name jdk.types.Symbol@',
  'java.lang.Class: name jdk.types.Symbol@',
  'jdk.types.Symbol: string java.lang.String',
  'java.lang.Thread: osName java.lang.String, javaName java.lang.String',
  'jdk.types.ThreadState: name java.lang.String',
  'jdk.types.Other: ratio double, flag boolean, few float, small short',
  'long:',
  'int:',
  'short:',
  'double:',
  'float:',
  'boolean:',
  'java.lang.String:',
];

const HEAD = 68;

export function recording(parts: Recording = {}): Uint8Array {
  const { isCompressed = true, version = 2, types = TYPES, constants = [], events = [], back = 0 } = parts;
  const out = new Encoder(isCompressed);
  const idOf = (name: string): number => 100 + types.findIndex((type) => type.split(':')[0] === name);
  const metadata = out.event(0, [0, 0, 1], out.metadata(types, idOf));
  const pools = constants.map(([type, key, ...values]) =>
    joined([out.long(idOf(type)), out.int(1), out.long(key), ...values.map((value) => out.value(value))]),
  );
  const pool = out.event(1, [0, 0, back], joined([Uint8Array.of(0), out.int(pools.length), ...pools]));
  const rest = events.map(([type, ...values]) =>
    out.event(idOf(type), [], joined(values.map((value) => out.value(value)))),
  );
  const body = joined([metadata, pool, ...rest]);
  const head = new DataView(new ArrayBuffer(HEAD));
  head.setUint32(0, 0x464c5200);
  head.setUint16(4, version);
  head.setBigInt64(8, BigInt(HEAD + body.length));
  head.setBigInt64(16, BigInt(HEAD + metadata.length));
  head.setBigInt64(24, BigInt(HEAD));
  head.setBigInt64(32, 1_700_000_000_000_000_000n);
  head.setBigInt64(40, 30_000_000_000n);
  head.setUint32(64, isCompressed ? 1 : 0);
  return joined([new Uint8Array(head.buffer), body]);
}

class Encoder {
  constructor(private readonly isCompressed: boolean) {}

  int(value: number): Uint8Array {
    return this.isCompressed ? varint(value >>> 0) : this.fixed(value, 4);
  }

  long(value: number): Uint8Array {
    if (!this.isCompressed) return this.fixed(value, 8);
    // Nine bytes at most: the last has eight bits, which only negative numbers need.
    const bytes = varint(value);
    return bytes.length === 10 ? Uint8Array.from([...bytes.subarray(0, 8), 0xff]) : bytes;
  }

  private fixed(value: number, width: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigInt64(0, BigInt(value));
    return new Uint8Array(view.buffer).subarray(8 - width);
  }

  value(value: Value): Uint8Array {
    if (typeof value === 'number') return this.long(value);
    return typeof value === 'string' ? this.text(value) : Uint8Array.of(value.byte);
  }

  text(text: string): Uint8Array {
    const bytes = encodeUtf8(text);
    return joined([Uint8Array.of(3), this.int(bytes.length), bytes]);
  }

  /** Sizes count themselves; they are written in a width that is always enough. */
  event(type: number, longs: readonly number[], body: Uint8Array): Uint8Array {
    const rest = joined([this.long(type), ...longs.map((value) => this.long(value)), body]);
    const size = rest.length + 4;
    const padded = Uint8Array.of(
      (size & 0x7f) | 0x80,
      ((size >> 7) & 0x7f) | 0x80,
      ((size >> 14) & 0x7f) | 0x80,
      size >> 21,
    );
    return joined([this.isCompressed ? padded : this.fixed(size, 4), rest]);
  }

  metadata(types: readonly string[], idOf: (name: string) => number): Uint8Array {
    const strings: string[] = [];
    const ref = (text: string): Uint8Array => {
      if (!strings.includes(text)) strings.push(text);
      return this.int(strings.indexOf(text));
    };
    const element = (
      name: string,
      attributes: Record<string, string>,
      children: readonly Uint8Array[],
    ): Uint8Array => {
      const pairs = Object.entries(attributes).flatMap(([key, value]) => [ref(key), ref(value)]);
      return joined([
        ref(name),
        this.int(pairs.length / 2),
        ...pairs,
        this.int(children.length),
        ...children,
      ]);
    };
    const field = (drawn: string): Uint8Array => {
      const [name, type] = drawn.trim().split(' ');
      const attributes = {
        name,
        class: String(idOf(type.replace(/@|\[\]/, ''))),
        ...(type.endsWith('@') ? { constantPool: 'true' } : {}),
        ...(type.endsWith('[]') ? { dimension: '1' } : {}),
      };
      return element('field', attributes, []);
    };
    const classes = types.map((drawn) => {
      const [name, fields] = drawn.split(':');
      const list = fields.split(',').filter((one) => one.trim() !== '');
      return element('class', { id: String(idOf(name)), name }, list.map(field));
    });
    const tree = element('root', {}, [
      element('metadata', {}, classes),
      element('region', { locale: 'en' }, []),
    ]);
    return joined([this.int(strings.length), ...strings.map((text) => this.text(text)), tree]);
  }
}
