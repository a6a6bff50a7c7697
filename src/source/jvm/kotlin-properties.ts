import type { Node } from 'web-tree-sitter';
import type { JvmSymbols } from './collect';
import { few, inCode, withPart, type Around } from './kotlin-around';
import { getterName, methodNames, methodsIn, modifiersOf, setterName, withoutTicks } from './kotlin-names';
import { literalName } from './literal-names';

/** Properties of Kotlin: one symbol for what is written, one for each accessor with a body of its own. */

/** A local variable is no symbol, but classes are called for it. */
export function enterProperty(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const declared = node.namedChildren.find((child) => child.type === 'variable_declaration');
  const name = declared?.namedChildren.find((child) => child.type === 'identifier');
  if (name === undefined) return undefined;
  const bare = withoutTicks(name.text);
  const prefixes = around.prefixes.map((prefix) => `${prefix}${bare}$`);
  if (around.level === 'code') return { ...around, prefixes: few([...prefixes, ...around.prefixes]) };
  const modifiers = modifiersOf(node);
  if (modifiers.has('expect')) return { ...around, isExpected: true };
  if (around.level === 'file' && around.row === 0) {
    symbols.addMethods(0, methodsIn(around.classes, ['<clinit>']));
  }
  const row = addProperty(node, name, around, symbols, !hasAccessor(node, 'getter'));
  const owners =
    around.methods.length > 0 ? around.methods.map(({ className }) => className) : around.classes;
  const methods = methodsIn([...new Set(owners)], [bare, `${bare}_delegate`]);
  return inCode(around, row, methods, prefixes);
}

/** With a body; `private set` is none. */
function hasAccessor(property: Node, type: 'getter' | 'setter'): boolean {
  const accessor = property.namedChildren.find((child) => child.type === type);
  return accessor?.namedChildren.some((child) => child.type === 'function_body') === true;
}

/** A property is what reads and sets it without a text of its own. */
function addProperty(node: Node, name: Node, around: Around, symbols: JvmSymbols, isRead: boolean): number {
  const bare = withoutTicks(name.text);
  const modifiers = modifiersOf(node);
  const setter = node.namedChildren.find((child) => child.type === 'setter');
  const isInternallySet = setter !== undefined && modifiersOf(setter).has('internal');
  const setterNames = hasAccessor(node, 'setter')
    ? []
    : [modifiers.argumentOf('set:JvmName') ?? setterName(bare)];
  const names = [
    ...(isRead ? [modifiers.argumentOf('get:JvmName') ?? getterName(bare)] : []),
    ...setterNames,
  ];
  const all = [
    ...names.flatMap((one) => methodNames({ node, modifiers, name: one, isOfValue: around.isOfValue })),
    ...(isInternallySet ? setterNames.map((one) => `${one}$?`) : []),
  ];
  return symbols.add({
    name: bare,
    kind: around.level === 'class' ? 'method' : 'function',
    parent: around.row,
    whole: node,
    named: name,
    body: undefined,
    jvm: methodsIn(around.classes, withPart(all, around)),
  });
}

export function enterAccessor(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const body = node.namedChildren.find((child) => child.type === 'function_body');
  const property = node.parent;
  if (body === undefined || property?.type !== 'property_declaration') return undefined;
  const bare = literalName(symbols.list[around.row].name);
  const isGetter = node.type === 'getter';
  const modifiers = modifiersOf(property);
  const called =
    modifiersOf(node).argumentOf('JvmName') ??
    modifiers.argumentOf(isGetter ? 'get:JvmName' : 'set:JvmName') ??
    (isGetter ? getterName(bare) : setterName(bare));
  const names = methodNames({ node: property, modifiers, name: called, isOfValue: around.isOfValue });
  const row = symbols.add({
    name: isGetter ? getterName(bare) : setterName(bare),
    kind: symbols.list[around.row].kind === 'method' ? 'method' : 'function',
    parent: symbols.list[around.row].parent,
    whole: node,
    body: node,
    jvm: methodsIn(around.classes, withPart(names, around)),
  });
  const within = methodsIn(around.classes, [`_${isGetter ? 'get' : 'set'}_${bare}_`]);
  return inCode(around, row, within, around.prefixes);
}

/** `val` and `var` in a class's header are properties. */
export function enterParameter(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  if (!node.children.some((child) => child.type === 'val' || child.type === 'var')) return undefined;
  const name = node.namedChildren.find((child) => child.type === 'identifier');
  if (name === undefined) return undefined;
  addProperty(node, name, around, symbols, true);
  return undefined;
}
