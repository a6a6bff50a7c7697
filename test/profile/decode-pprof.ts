/** Reads a pprof file for the tests of its writer, by nothing but the numbers of its definition. */
export interface Pprof {
  /** `samples/count` */
  readonly sampleTypes: readonly string[];
  readonly samples: readonly {
    /** `name file:line` or what of it is known, the leaf first. */
    readonly path: readonly string[];
    readonly values: readonly bigint[];
    /** `key=text` */
    readonly labels: readonly string[];
  }[];
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  /** `10000000 time/nanoseconds`, or '' */
  readonly period: string;
}

type Field = readonly [number: number, value: bigint | Uint8Array];

export function decodePprof(bytes: Uint8Array): Pprof {
  const fields = fieldsOf(bytes);
  const strings = all(fields, 6).map((text) => new TextDecoder('utf-8', { fatal: true }).decode(text));
  if (strings[0] !== '') throw new Error('the first string must be empty');
  const valueType = (message: Uint8Array) => {
    const type = fieldsOf(message);
    return `${strings[one(type, 1)]}/${strings[one(type, 2)]}`;
  };
  const functions = byId(all(fields, 5));
  const locations = byId(all(fields, 4));
  const describe = (id: bigint): string => {
    const line = fieldsOf(all(known(locations, id), 4)[0]);
    const ran = known(functions, BigInt(one(line, 1)));
    const [name, file, number] = [strings[one(ran, 2)], strings[one(ran, 4)], one(line, 2)];
    return `${name}${file ? ` ${file}` : ''}${number ? `:${number}` : ''}`;
  };
  return {
    sampleTypes: all(fields, 1).map(valueType),
    samples: all(fields, 2).map((message) => {
      const sample = fieldsOf(message);
      return {
        path: varints(all(sample, 1)[0]).map(describe),
        values: varints(all(sample, 2)[0]),
        labels: all(sample, 3)
          .map(fieldsOf)
          .map((label) => `${strings[one(label, 1)]}=${strings[one(label, 2)]}`),
      };
    }),
    timeNanos: big(fields, 9),
    durationNanos: big(fields, 10),
    period: [...all(fields, 11).map((type) => `${big(fields, 12)} ${valueType(type)}`)].join(''),
  };
}

function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const [tag, afterTag] = varint(bytes, at);
    const [value, afterValue] = varint(bytes, afterTag);
    const kind = Number(tag & 7n);
    if (kind !== 0 && kind !== 2) throw new Error(`wire type ${kind} at ${at}`);
    at = kind === 0 ? afterValue : afterValue + Number(value);
    if (at > bytes.length) throw new Error(`a field ends after the message`);
    fields.push([Number(tag >> 3n), kind === 0 ? value : bytes.subarray(afterValue, at)]);
  }
  return fields;
}

function varints(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  for (let at = 0; at < bytes.length;) {
    const [value, next] = varint(bytes, at);
    values.push(value);
    at = next;
  }
  return values;
}

function varint(bytes: Uint8Array, from: number): [value: bigint, next: number] {
  let value = 0n;
  for (let at = from, shift = 0n; at < bytes.length; at++, shift += 7n) {
    value |= BigInt(bytes[at] & 0x7f) << shift;
    if (bytes[at] < 0x80) return [value, at + 1];
  }
  throw new Error('a number ends after the message');
}

function all(fields: readonly Field[], number: number): Uint8Array[] {
  return fields.flatMap(([at, value]) => (at === number && typeof value !== 'bigint' ? [value] : []));
}

function big(fields: readonly Field[], number: number): bigint {
  const found = fields.find(([at]) => at === number)?.[1] ?? 0n;
  if (typeof found !== 'bigint') throw new Error(`field ${number} is no number`);
  return found;
}

const one = (fields: readonly Field[], number: number): number => Number(big(fields, number));

function byId(messages: readonly Uint8Array[]): ReadonlyMap<bigint, Field[]> {
  return new Map(messages.map(fieldsOf).map((fields) => [big(fields, 1), fields]));
}

function known(table: ReadonlyMap<bigint, Field[]>, id: bigint): Field[] {
  const found = table.get(id);
  if (found === undefined) throw new Error(`nothing has the number ${id}`);
  return found;
}
