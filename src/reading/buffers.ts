/** The memory of all typed arrays in a value, each once: what can move to another thread in the place of a copy. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    // Lists are of one kind throughout: a million names need not be looked at.
    if (typeof value[0] === 'object') value.forEach((element) => buffersOf(element, found));
  } else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach((field) => buffersOf(field, found));
  }
  return [...found];
}
