// Derives constraints.ts from the service model that AWS publishes, so that 23 operations need no retyping:
//
//     node src/service/model/derive-model.mjs PATH/TO/service-2.json [OUTPUT]
//
// The source is botocore/data/codeguruprofiler/2019-07-18/service-2.json (github.com/boto/botocore at 0e6e2404 of
// 2026-08-07, Apache-2.0; the file last changed 2025-10-27). Only facts are taken over: paths, locations, types,
// ranges, patterns and enums of what clients send, and which errors they expect. Documentation and output shapes stay
// behind.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/**
 * What is read of the model.
 * @typedef {{ shape: string, location?: string, locationName?: string }} Member
 * @typedef {{ type: string, pattern?: string, min?: number, max?: number, enum?: string[], required?: string[],
 *   payload?: string, members?: Record<string, Member>, member?: Member, key?: Member, value?: Member }} Shape
 * @typedef {{ http: { method: string, requestUri: string, responseCode?: number }, input: Member, output: Member,
 *   errors: Member[] }} Operation
 */

const table = fileURLToPath(new URL('constraints.ts', import.meta.url));
const [input, output = table] = process.argv.slice(2);
/** @type {unknown} */
const source = JSON.parse(readFileSync(input, 'utf8'));
const model = /** @type {{ operations: Record<string, Operation>, shapes: Record<string, Shape> }} */ (
  source
);
/** @type {Set<string>} */
const used = new Set();

const operations = mapValues(model.operations, deriveOperation);
const shapes = Object.fromEntries([...used].sort().map((name) => [name, deriveShape(model.shapes[name])]));
const text = `// Derived by derive-model.mjs from botocore's service-2.json of 2025-10-27 (Apache-2.0); do not edit.

export const OPERATIONS = ${JSON.stringify(operations)} as const;

export const SHAPES = ${JSON.stringify(shapes)} as const;
`;
const style = await resolveConfig(table);
writeFileSync(output, await format(text, { ...style, parser: 'typescript' }));

/**
 * `payload` names the member that is the whole HTTP body, without a key around it.
 * @param {Operation} operation
 */
function deriveOperation({ http, input, output, errors }) {
  return {
    method: http.method,
    path: http.requestUri,
    status: http.responseCode ?? 200,
    payload: model.shapes[output.shape].payload,
    errors: errors.map(({ shape }) => shape).sort(),
    input: deriveInput(model.shapes[input.shape]),
  };
}

/** @param {Shape} shape */
function deriveInput({ members = {}, required = [], payload }) {
  return mapValues(members, (member, name) => {
    use(member.shape);
    const location = name === payload ? 'payload' : (member.location ?? 'body');
    return {
      in: location,
      as: member.locationName ?? name,
      shape: member.shape,
      required: required.includes(name),
    };
  });
}

/** @param {Shape} shape */
function deriveShape({
  type,
  pattern,
  min,
  max,
  enum: values,
  member,
  key,
  value,
  members = {},
  required = [],
}) {
  switch (type) {
    case 'list':
      return { type, min, max, of: member?.shape };
    case 'map':
      return { type, key: key?.shape, of: value?.shape };
    case 'structure':
      return {
        type,
        members: mapValues(members, ({ shape }, name) => ({ shape, required: required.includes(name) })),
      };
    default:
      return { type, pattern, min, max, enum: values };
  }
}

/**
 * Remembers a shape and all that it is made of.
 * @param {string} name
 */
function use(name) {
  if (used.has(name)) {
    return;
  }
  used.add(name);
  const { member, key, value, members = {} } = model.shapes[name];
  for (const part of [member, key, value, ...Object.values(members)]) {
    if (part) {
      use(part.shape);
    }
  }
}

/**
 * @template T, U
 * @param {Record<string, T>} object
 * @param {(value: T, key: string) => U} transform
 */
function mapValues(object, transform) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, transform(value, key)]));
}
