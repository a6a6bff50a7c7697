import { ProfileFormatError } from './reader';

/** How much a hostile document may make of its bytes. */
export interface IonLimits {
  /** Structs and lists inside each other. */
  readonly nesting: number;
  /** Structs and lists in all. */
  readonly containers: number;
  /** Values that are neither struct nor list. */
  readonly scalars: number;
  /** Characters of all names and texts, again wherever a symbol repeats them: two bytes can stand for a megabyte. */
  readonly characters: number;
}

export type Scalar = null | boolean | number | string;
type Value = Scalar | Value[] | { [name: string]: Value };

interface Open {
  readonly value: Value[] | { [name: string]: Value };
  /** Of the field whose value comes next. */
  name: string;
  /** Names that stood in this struct more than once. */
  repeated: Set<string> | undefined;
}

/**
 * Makes plain values, as JSON.parse would give them, of the structs, lists and scalars that a reader of Ion meets, and
 * refuses them when they are too many.
 *
 * A name that a struct has several times, which Ion allows, reads as the list of its values. Nodes under one name are
 * such a list anyway (agent-profile.ts); wherever one value is wanted, a list is refused, so nothing is dropped in silence.
 */
export class PlainValues {
  private readonly open: Open[] = [];
  private root: Value | undefined;
  private containers = 0;
  private scalars = 0;
  private characters = 0;

  /** @param where names the place that is being read, for errors */
  constructor(
    private readonly limits: IonLimits,
    private readonly where: () => string,
  ) {}

  get depth(): number {
    return this.open.length;
  }

  get isInStruct(): boolean {
    const parent = this.open.at(-1);
    return parent !== undefined && !Array.isArray(parent.value);
  }

  field(name: string): void {
    this.countText(name);
    const parent = this.open.at(-1);
    if (parent !== undefined) parent.name = name;
  }

  scalar(value: Scalar): void {
    this.scalars++;
    if (this.scalars > this.limits.scalars) {
      throw this.tooMuch(`made of at most ${this.limits.scalars} values`);
    }
    if (typeof value === 'string') this.countText(value);
    this.add(value);
  }

  openStruct(): void {
    this.openContainer({});
  }

  openList(): void {
    this.openContainer([]);
  }

  close(): void {
    this.open.pop();
  }

  /** The value that is complete at the top, which is forgotten here. */
  take(): unknown {
    const { root } = this;
    this.root = undefined;
    return root;
  }

  private openContainer(value: Open['value']): void {
    const { nesting, containers } = this.limits;
    this.containers++;
    if (this.containers > containers) throw this.tooMuch(`made of at most ${containers} structs and lists`);
    if (this.open.length >= nesting) throw this.tooMuch(`nested at most ${nesting} levels deep`);
    this.add(value);
    this.open.push({ value, name: '', repeated: undefined });
  }

  private add(value: Value): void {
    const parent = this.open.at(-1);
    if (parent === undefined) {
      this.root = value;
    } else if (Array.isArray(parent.value)) {
      parent.value.push(value);
    } else {
      addField(parent, parent.value, value);
    }
  }

  private countText(text: string): void {
    this.characters += text.length;
    if (this.characters > this.limits.characters) {
      throw this.tooMuch(`made of at most ${this.limits.characters} characters, names in full`);
    }
  }

  private tooMuch(expected: string): ProfileFormatError {
    return new ProfileFormatError(`the profile at ${this.where()}`, expected);
  }
}

function addField(parent: Open, struct: { [name: string]: Value }, value: Value): void {
  const { name } = parent;
  if (!Object.hasOwn(struct, name)) {
    // Assigned, this one name would change what the object is.
    if (name === '__proto__') Object.defineProperty(struct, name, FIELD);
    struct[name] = value;
    return;
  }
  parent.repeated ??= new Set();
  if (parent.repeated.has(name)) {
    (struct[name] as Value[]).push(value);
  } else {
    parent.repeated.add(name);
    struct[name] = [struct[name], value];
  }
}

const FIELD = { value: null, writable: true, enumerable: true, configurable: true };
