/** @throws {Error} whose message goes on after the name of a file: `is not JSON` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('is not JSON');
  }
}
