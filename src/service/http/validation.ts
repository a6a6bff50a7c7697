import { isRecord } from '../../base/is-record';
import { ValidationException } from '../errors';
import { OPERATIONS, SHAPES } from '../model/constraints';
import type { Input, Member, OperationModel, OperationName, Shape, ShapeName } from '../model/input';
import { parseTimestamp } from '../timestamps';

/**
 * Request parts against the constraints of the service model, in the service's own words:
 *
 *     1 validation error detected: Value 'a b' at 'profilingGroupName' failed to satisfy constraint:
 *     Member must satisfy regular expression pattern: ^[\w-]+$
 *
 * All failures of a request are reported at once, as the service does. What one constraint cannot say (two members
 * that exclude each other, a group that does not exist) belongs to the operation.
 */

/** A request taken apart, still all text but for the payload. */
export interface RequestParts {
  /** Decoded path labels by name. */
  readonly labels: Readonly<Record<string, string>>;
  /** Decoded, in order; keys repeat. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Echoed values are hostile and may be a megabyte long; this much tells which one it was. */
const ECHO_LIMIT = 256;

/** @throws {ValidationException} naming every member that fails */
export function validate<O extends OperationName>(operation: O, parts: RequestParts): Input<O> {
  const { input }: OperationModel = OPERATIONS[operation];
  const checker = new Checker();
  const bodyMembers = Object.values(input).some((member) => member.in === 'body');
  const body = bodyMembers ? parseBody(parts.body) : {};
  const values = Object.entries(input).map(([name, member]) => {
    const value = locate(member, parts, body);
    return [name, checker.member(value, member.as, member.shape, member.required)] as const;
  });
  checker.finish();
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as unknown as Input<O>;
}

/** Text of a query or path becomes what its shape says; JSON has types already. */
function locate(member: Member, parts: RequestParts, body: Readonly<Record<string, unknown>>): unknown {
  switch (member.in) {
    case 'uri':
      return parts.labels[member.as];
    case 'header':
      return parts.headers[member.as.toLowerCase()];
    case 'payload':
      return parts.body;
    case 'body':
      return Object.hasOwn(body, member.as) ? body[member.as] : undefined;
    case 'querystring': {
      const texts = parts.query.filter(([key]) => key === member.as).map(([, value]) => value);
      return fromQuery(texts, SHAPES[member.shape]);
    }
  }
}

function fromQuery(texts: readonly string[], shape: Shape): unknown {
  const text = texts.at(-1);
  if (text === undefined || shape.type === 'list') {
    return text === undefined ? undefined : texts;
  }
  if (shape.type === 'integer' && /^-?\d{1,15}$/.test(text)) {
    return Number(text);
  }
  if (shape.type === 'boolean' && (text === 'true' || text === 'false')) {
    return text === 'true';
  }
  return text;
}

function parseBody(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) {
    return {}; // An operation whose body members are all optional may be called with none.
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ValidationException('The request body is not JSON; send a JSON object encoded as UTF-8.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ValidationException('The request body is not a JSON object; send the members between { and }.');
  }
  return value as Record<string, unknown>;
}

/** Collects failures while it turns values into what handlers receive. */
class Checker {
  private readonly failures: string[] = [];

  finish(): void {
    const count = this.failures.length;
    if (count > 0) {
      const errors = count === 1 ? '1 validation error' : `${count} validation errors`;
      throw new ValidationException(`${errors} detected: ${this.failures.join('; ')}`);
    }
  }

  member(value: unknown, path: string, shapeName: ShapeName, required: boolean): unknown {
    if (value === undefined || value === null) {
      if (required) {
        this.fail(`Value null at '${echo(path)}'`, 'Member must not be null');
      }
      return undefined;
    }
    return this.shape(value, path, SHAPES[shapeName]);
  }

  private shape(value: unknown, path: string, shape: Shape): unknown {
    switch (shape.type) {
      case 'string':
        return this.string(value, path, shape);
      case 'integer':
        return this.integer(value, path, shape);
      case 'boolean':
        return typeof value === 'boolean' ? value : this.type(value, path, 'true or false');
      case 'timestamp':
        return (
          parseTimestamp(value) ?? this.type(value, path, 'an ISO 8601 time such as 2020-06-01T13:15:02.001Z')
        );
      case 'blob':
        return value;
      case 'list':
        return this.list(value, path, shape);
      case 'map':
        return this.map(value, path, shape);
      case 'structure':
        return this.structure(value, path, shape);
    }
  }

  private string(value: unknown, path: string, shape: Shape & { type: 'string' }): unknown {
    if (typeof value !== 'string') {
      return this.type(value, path, 'a string');
    }
    if (shape.enum !== undefined && !shape.enum.includes(value)) {
      this.constraint(value, path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
    }
    // The pattern speaks of the whole value, also where the model does not anchor it.
    if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`).test(value)) {
      this.constraint(value, path, `Member must satisfy regular expression pattern: ${shape.pattern}`);
    }
    this.range(value, value.length, path, 'length', shape);
    return value;
  }

  private integer(value: unknown, path: string, shape: Shape & { type: 'integer' }): unknown {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return this.type(value, path, 'an integer');
    }
    this.range(value, value, path, 'value', shape);
    return value;
  }

  private list(value: unknown, path: string, shape: Shape & { type: 'list' }): unknown {
    if (!Array.isArray(value)) {
      return this.type(value, path, 'a list');
    }
    this.range(value, value.length, path, 'length', shape);
    return value.map((item: unknown, index) =>
      this.member(item, `${path}.${index + 1}.member`, shape.of, true),
    );
  }

  private map(value: unknown, path: string, shape: Shape & { type: 'map' }): unknown {
    if (!isRecord(value)) {
      return this.type(value, path, 'a map');
    }
    const entries = Object.entries(value).map(([key, item]) => {
      this.member(key, `${path}.key`, shape.key, true);
      return [key, this.member(item, `${path}.${echo(key)}.member`, shape.of, true)] as const;
    });
    return Object.fromEntries(entries);
  }

  private structure(value: unknown, path: string, shape: Shape & { type: 'structure' }): unknown {
    if (!isRecord(value)) {
      return this.type(value, path, 'a structure');
    }
    const entries = Object.entries(shape.members).map(([name, { shape: part, required }]) => {
      const item = Object.hasOwn(value, name) ? value[name] : undefined;
      return [name, this.member(item, `${path}.${name}`, part, required)] as const;
    });
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }

  private range(
    value: unknown,
    size: number,
    path: string,
    of: string,
    { min, max }: { min?: number; max?: number },
  ): void {
    if (min !== undefined && size < min) {
      this.constraint(value, path, `Member must have ${of} greater than or equal to ${min}`);
    }
    if (max !== undefined && size > max) {
      this.constraint(value, path, `Member must have ${of} less than or equal to ${max}`);
    }
  }

  private type(value: unknown, path: string, what: string): undefined {
    this.constraint(value, path, `Member must be ${what}`);
  }

  private constraint(value: unknown, path: string, constraint: string): void {
    this.fail(`Value '${echo(value)}' at '${echo(path)}'`, constraint);
  }

  private fail(what: string, constraint: string): void {
    this.failures.push(`${what} failed to satisfy constraint: ${constraint}`);
  }
}

function echo(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > ECHO_LIMIT ? `${text.slice(0, ECHO_LIMIT)}…` : text;
}
