/** A name for a file, of what somebody else chose: no separators, and nothing that systems take for something else. */
export function fileName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '_').replace(/^[. ]+|[. ]+$/g, '');
  return plain === '' ? 'profile' : plain.slice(-200);
}
