import type { Node } from 'web-tree-sitter';
import type { Scope, ScopeGrammar } from './scopes';

/** Which nodes of tree-sitter-python Python's compiler makes code objects of. */
export const PYTHON_SCOPES: ScopeGrammar = {
  nodeTypes: [
    'function_definition',
    'class_definition',
    'lambda',
    'list_comprehension',
    'set_comprehension',
    'dictionary_comprehension',
    'generator_expression',
  ],
  separatorAfter: {
    module: '',
    class: '.',
    function: '.<locals>.',
    method: '.<locals>.',
    lambda: '.<locals>.',
    comprehension: '.<locals>.',
  },
  describe(node) {
    const body = node.childForFieldName('body');
    if (body === null) return undefined;
    const comprehension = COMPREHENSIONS[node.type];
    if (comprehension !== undefined) return describeComprehension(comprehension, node, body);
    if (node.type === 'lambda') {
      return { ...plain, name: '<lambda>', kind: 'lambda', inside: body, body, first: node };
    }
    return describeDefinition(node, body);
  },
};

const plain = { outside: undefined, bases: [], takesSelf: false };

/** Python 3.12 runs all but generators in the enclosing frame (PEP 709); earlier ones in frames of these names. */
const COMPREHENSIONS: Readonly<Record<string, string>> = {
  list_comprehension: '<listcomp>',
  set_comprehension: '<setcomp>',
  dictionary_comprehension: '<dictcomp>',
  generator_expression: '<genexpr>',
};

/**
 *     any(match(word)             body: the element
 *         for word in words()     words() runs in the enclosing frame, before the first element
 *         for part in word)       word runs inside
 */
function describeComprehension(name: string, node: Node, body: Node): Scope {
  const firstFor = node.namedChildren.find((child) => child.type === 'for_in_clause');
  const outside = firstFor?.childForFieldName('right') ?? undefined;
  return { ...plain, name, kind: 'comprehension', inside: node, outside, body, first: node };
}

function describeDefinition(node: Node, body: Node): Scope | undefined {
  const name = node.childForFieldName('name');
  if (name === null || name.isMissing) return undefined;
  const isClass = node.type === 'class_definition';
  return {
    // Identifiers are compared in this form (PEP 3131), and co_name has it.
    name: name.text.normalize('NFKC'),
    kind: isClass ? 'class' : 'function',
    inside: body,
    outside: undefined,
    body,
    first: node.parent?.type === 'decorated_definition' ? node.parent : node,
    bases: isClass ? basesOf(node) : [],
    takesSelf: !isClass && TAKES_SELF.test(node.childForFieldName('parameters')?.text ?? ''),
  };
}

/** `self` as first parameter is what makes the agent write a class into the name. */
const TAKES_SELF = /^\(\s*self\b/;

/** `class A(B, mod.C, D[int], metaclass=M)` has B, C and D; what is computed stands as its text, which names no class. */
function basesOf(node: Node): string[] {
  const list = node.childForFieldName('superclasses')?.namedChildren ?? [];
  return list.filter((base) => base.type !== 'keyword_argument' && base.type !== 'comment').map(nameOfBase);
}

function nameOfBase(base: Node): string {
  const generic = base.type === 'subscript' ? (base.childForFieldName('value') ?? base) : base;
  const named = generic.type === 'attribute' ? (generic.childForFieldName('attribute') ?? generic) : generic;
  return named.text.normalize('NFKC');
}
