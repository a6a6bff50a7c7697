/**
 * Scala as tree-sitter-scala can read it, of the same length. `end match {` is the end of a `match` to that grammar, and a
 * value called `end` to Scala; where a line ends, so does what it holds, even after an operator or before an `=`; what is in
 * braces ends with the first line that is less indented than theirs; and it knows neither XML nor the modifier `infix`.
 *
 *     isCheap ||             def total: Int             <b>{ name }</b>
 *       isSmall                = 1
 */
export function scalaForGrammar(text: string): string {
  const code = withoutBracesOfGiven(withoutXml(text))
    .replace(/\bend(?= match[ ]*\{)/g, 'en_')
    .replace(/\binfix(?=\s+(?:inline +)?def\b)/g, '     ')
    .replace(QUOTED_PATTERN, (pattern) => `_${' '.repeat(pattern.length - 1)}`)
    .replace(CONTINUED, (line) => line.replace('\n', ' '));
  return joinedToBraces(code);
}

/** `case '{ Some(${Expr(n)}) } =>` of macros in Scala 3. */
const QUOTED_PATTERN = /(?<=\bcase )'\{(?:[^{}\n]|\{[^{}\n]*\})*\}/g;

/** Lines without a comment that go on with the next one. */
const CONTINUED =
  /^(?!.*\/\/)(?:.*[\w)\]}"'`][ \t]+(?:\|\||&&|[=!]=|\+\+?|:::?|-|\*|\/|%)[ \t]*\n(?=[ \t]*\S)|.*[\w)\]][ \t]*\n(?=[ \t]*=[ \t{\n])|(?:.*[\s})])?else[ \t]*\n(?=[ \t]*if\b|.*,[ \t]*\n))/gm;

/**
 * Braces with a line after them are a block by indentation as well to the grammar. Where a later line is less indented than
 * their first, that one is put beside the brace, and so is none of that kind:
 *
 *     trait Till {                       trait Till {  def total = 1
 *       def total = 1
 *     import scala.quoted._              import scala.quoted._
 */
function joinedToBraces(text: string): string {
  const open: Braces[] = [];
  let kept = '';
  let from = 0;
  for (const { start, first } of outdented(text, open)) {
    if (start < from) continue;
    kept += text.slice(from, start) + text.slice(start, first).replace(COMMENTS, blank).replaceAll('\n', ' ');
    from = first;
  }
  return kept + text.slice(from);
}

interface Braces {
  readonly start: number;
  /** Where the first token on a line of its own is, unless one stands beside the brace; and what is before it. */
  first: number;
  indent: number;
  isOutdented: boolean;
}

/** In order of position. */
function outdented(text: string, open: Braces[]): Braces[] {
  const found: Braces[] = [];
  for (const { 0: part, index } of text.matchAll(BRACES_AND_LINES)) {
    const braces = open.at(-1);
    if (part === '{') open.push({ start: index + 1, first: -1, indent: -1, isOutdented: false });
    else if (part === '}') {
      if (open.pop()?.isOutdented === true && braces !== undefined) found.push(braces);
    } else if (part.startsWith('\n') && braces !== undefined) {
      const indent = part.length - 1;
      if (braces.first < 0) {
        braces.first = index + part.length;
        if (BESIDE_BRACE.test(text.slice(braces.start, index).replace(COMMENTS, ''))) braces.indent = indent;
      } else if (indent < braces.indent) braces.isOutdented = true;
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

const COMMENTS = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g;

/** Nothing, or what a class calls itself. */
const BESIDE_BRACE = /^\s*(?:[\w`]+\s*(?::[^={}]+)?=>\s*)?$/;

/** Comments, strings and characters; else a brace, or a line and its indentation. */
const BRACES_AND_LINES =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"""[^]*?"{3,}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|[{}]|\n[ \t]*(?=[^\s/)\]}])/g;

/** `given Show[Cart] with {`: the grammar knows its body by indentation only. */
function withoutBracesOfGiven(text: string): string {
  let kept = '';
  let from = 0;
  let unended = 0;
  for (const { 0: header, index } of text.matchAll(/\bgiven\b[^\n={}]*\bwith +(?=\{[ \t]*\n)/g)) {
    const open = index + header.length;
    if (open < from) continue;
    const close = closingBrace(text, open);
    if (close === undefined && ++unended > MAX_UNENDED) break;
    if (close === undefined) continue;
    kept += `${text.slice(from, open)} ${text.slice(open + 1, close)} `;
    from = close + 1;
  }
  return from === 0 ? text : kept + text.slice(from);
}

/** An element is a block with the expressions that stand in it: `<b>{ name }</b>` is `{  { name };  }`. */
function withoutXml(text: string, depth = 0): string {
  if (depth > MAX_XML_DEPTH) return text;
  let kept = '';
  let from = 0;
  let unended = 0;
  for (const { 0: found, index } of text.matchAll(XML_OR_NONE)) {
    if (found !== '<' || index < from) continue;
    const element = readXml(text, index, depth);
    if (element === undefined && ++unended > MAX_UNENDED) break;
    if (element === undefined) continue;
    kept += text.slice(from, index) + element.code;
    from = element.end;
  }
  return from === 0 ? text : kept + text.slice(from);
}

/** Each level reads all that is within it, and is read on the stack of those around. */
const MAX_XML_DEPTH = 20;

/** Whatever has no end is looked through to the end of the text, which is done no more often than this. */
const MAX_UNENDED = 50;

/** Comments, strings and characters; else what begins an element where an expression can stand. */
const XML_OR_NONE =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"""[^]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|<(?=[a-zA-Z_!?])(?<=(?:[=({,\n]|=>|\b(?:else|yield|return))\s*<)/g;

/** @returns undefined where no element ends */
function readXml(
  text: string,
  start: number,
  depthOfCode: number,
): { readonly code: string; readonly end: number } | undefined {
  const parts =
    /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<\?[^]*?(?:\?>|$)|<\/[^>]*>|<[\w:.-]+|\/>|>|\{/g;
  parts.lastIndex = start;
  let code = '';
  let from = start;
  let depth = 0;
  let isInTag = false;
  for (let part = parts.exec(text); part !== null; part = parts.exec(text)) {
    const [found] = part;
    if (found === '{') {
      const close = closingBrace(text, part.index);
      if (close === undefined) return undefined;
      // The next one is called with it.
      const separator = text[close + 1] === '{' ? '' : ';';
      code +=
        blank(text.slice(from, part.index)) +
        withoutXml(text.slice(part.index, close + 1), depthOfCode + 1) +
        separator;
      from = close + 1 + separator.length;
      parts.lastIndex = close + 1;
      continue;
    }
    if (/^<[!?]/.test(found) && !/(?:--|\]\]|\?)>$/.test(found)) return undefined;
    if (found.startsWith('</')) depth--;
    else if (/^<[\w:]/.test(found)) {
      depth++;
      isInTag = true;
    } else if (isInTag && (found === '>' || found === '/>')) {
      isInTag = false;
      if (found === '/>') depth--;
    }
    const end = parts.lastIndex;
    if (depth === 0 && !isInTag && !/^\s*<[a-zA-Z_]/.test(text.slice(end, end + 200))) {
      return { code: `{${(code + blank(text.slice(from, end))).slice(1, -1)}}`, end };
    }
  }
  return undefined;
}

function closingBrace(text: string, open: number): number | undefined {
  const parts = /"""[^]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|[{}]/g;
  parts.lastIndex = open;
  let depth = 0;
  for (let part = parts.exec(text); part !== null; part = parts.exec(text)) {
    if (part[0] === '{') depth++;
    else if (part[0] === '}' && --depth === 0) return part.index;
  }
  return undefined;
}

function blank(text: string): string {
  return text.replace(/\S/g, ' ');
}
