/**
 * Kotlin as tree-sitter-kotlin 1.1.0 can read it, character by character in the same places. After a comment that grammar
 * takes annotations on lines of their own for expressions; it knows no modifiers on a line of their own before the
 * `constructor` of a class, and no modifier that is somebody's name.
 */
export function kotlinForGrammar(text: string): string {
  return withoutComments(text)
    .replace(MODIFIERS_OF_CONSTRUCTOR, (words) => words.replace(/\S/g, ' '))
    .replace(MODIFIER_AS_NAME, (word) => `${word.slice(0, -1)}_`);
}

/** Of a class, that is; those of further constructors it does know. */
const MODIFIERS_OF_CONSTRUCTOR =
  /(?<=\bclass\b[^\n{}()]*\n)[ \t]*(?:(?:@[\w.]+(?:\("[^"\n]*"\))?|public|private|protected|internal|actual|expect)\s+)+(?=constructor\b)/g;

/** A modifier has another word after it. */
const MODIFIER_AS_NAME =
  /(?<![.\w@$`])(?:(?:final|open|abstract|override|sealed|external|internal|private|public|protected|suspend)(?=[ \t]*[=).,&|!?+\-*/<>;:\]}])|suspend(?=\s*\{|\([a-z]\w*[),])|[gs]et(?=[ \t]*[=!<>+\-*/&|,)\].:?]|[ \t]+(?:and|or|xor|shl|u?shr)\b))/g;

/** Comments of the block kind as blanks; they nest. */
function withoutComments(text: string): string {
  let kept = '';
  let from = 0;
  for (let start = nextComment(text, 0); start >= 0; start = nextComment(text, from)) {
    const end = endOfComment(text, start);
    kept += text.slice(from, start) + text.slice(start, end).replace(/\S/g, ' ');
    from = end;
  }
  return kept + text.slice(from);
}

function nextComment(text: string, from: number): number {
  const parts = /"""[^]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\/\*/g;
  parts.lastIndex = from;
  for (let part = parts.exec(text); part !== null; part = parts.exec(text)) {
    if (part[0] === '/*') return part.index;
  }
  return -1;
}

function endOfComment(text: string, start: number): number {
  const brackets = /\/\*|\*\//g;
  brackets.lastIndex = start;
  let depth = 0;
  for (let bracket = brackets.exec(text); bracket !== null; bracket = brackets.exec(text)) {
    depth += bracket[0] === '/*' ? 1 : -1;
    if (depth === 0) return brackets.lastIndex;
  }
  return text.length;
}
