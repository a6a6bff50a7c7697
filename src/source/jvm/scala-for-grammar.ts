/**
 * Scala as tree-sitter-scala can read it, of the same length. `end match {` is the end of a `match` to that grammar, and a
 * value called `end` to Scala; where a line ends, so does what it holds, even after an operator or before an `=`; and it
 * knows neither XML nor the modifier `infix`.
 *
 *     isCheap ||             def total: Int             <b>{ name }</b>
 *       isSmall                = 1
 */
export function scalaForGrammar(text: string): string {
  return withoutXml(text)
    .replace(/\bend(?= match[ ]*\{)/g, 'en_')
    .replace(/\binfix(?= +(?:inline +)?def\b)/g, '     ')
    .replace(CONTINUED, (line) => line.replace('\n', ' '));
}

/** Lines without a comment that go on with the next one. */
const CONTINUED =
  /^(?!.*\/\/)(?:.*[\w)\]}"'`][ \t]+(?:\|\||&&|[=!]=|\+\+?|:::?|-|\*|\/|%)[ \t]*\n(?=[ \t]*\S)|.*[\w)\]][ \t]*\n(?=[ \t]*=[ \t{\n]))/gm;

/** An element is a block with the expressions that stand in it: `<b>{ name }</b>` is `{  { name };  }`. */
function withoutXml(text: string): string {
  let kept = '';
  let from = 0;
  for (const { 0: found, index } of text.matchAll(XML_OR_NONE)) {
    if (found !== '<' || index < from) continue;
    const element = readXml(text, index);
    if (element === undefined) continue;
    kept += text.slice(from, index) + element.code;
    from = element.end;
  }
  return from === 0 ? text : kept + text.slice(from);
}

/** Comments, strings and characters; else what begins an element where an expression can stand. */
const XML_OR_NONE =
  /\/\/.*|\/\*[^]*?\*\/|"""[^]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|<(?=[a-zA-Z_!?])(?<=(?:[=({,\n]|=>|\b(?:else|yield|return))\s*<)/g;

/** @returns undefined where no element ends */
function readXml(text: string, start: number): { readonly code: string; readonly end: number } | undefined {
  const parts = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<\/[^>]*>|<[\w:.-]+|\/>|>|\{/g;
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
      code += blank(text.slice(from, part.index)) + withoutXml(text.slice(part.index, close + 1)) + separator;
      from = close + 1 + separator.length;
      parts.lastIndex = close + 1;
      continue;
    }
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
