import type { Node } from 'web-tree-sitter';
import { encodeName, nestedName, plainClass, type ClosureNames, type ScalaClass } from './scala-names';
import { membersOf, type Siblings } from './scala-tree';

/** What a declaration of Scala stands in, and which class file it has there. */

export interface Around {
  /** Row of the enclosing symbol. */
  readonly row: number;
  /** With a slash at its end; '' for the unnamed one. */
  readonly packageName: string;
  /** undefined between a package and its classes. */
  readonly owner: ScalaClass | undefined;
  /** Within `{ case … }`, what may be a class of its own. */
  readonly host: ScalaClass | undefined;
  readonly closures: ClosureNames;
  /** Within a method, field or block, where definitions are local ones. */
  readonly isLocal: boolean;
  /** Classes and objects declared beside each other, by name. */
  readonly siblings: Siblings;
}

export type Owned = Around & { readonly owner: ScalaClass };

export function classOf(node: Node, name: string, around: Around): ScalaClass {
  const outer = around.owner;
  const isTrait = node.type === 'trait_definition';
  const parents = node.childForFieldName('extend')?.namedChildren ?? [];
  const isValue = parents.some(({ text }) => /^(?:scala\.)?AnyVal$/.test(text));
  const inCompanion = node.type === 'full_enum_case' && outer !== undefined;
  const className =
    outer === undefined
      ? around.packageName + name
      : nestedName(
          inCompanion ? `${outer.className}$` : outer.className,
          around.isLocal ? `${name}$*` : name,
        );
  return {
    ...plainClass(className),
    isTrait,
    isValue,
    outer: outer === undefined ? [] : outerOf(outer),
  };
}

export function objectOf(node: Node, name: Node, around: Around): ScalaClass {
  const outer = around.owner;
  const isPackage = node.type === 'package_object';
  const simple = encodeName(name.text);
  if (outer !== undefined) {
    const className = `${nestedName(outer.className, around.isLocal ? `${simple}$*` : simple)}$`;
    return { ...plainClass(className), outer: outerOf(outer) };
  }
  const forwarder = around.packageName + (isPackage ? `${simple}/package` : simple);
  const companion = isPackage ? undefined : around.siblings.classes.get(name.text);
  const notForwarded = new Set(companion === undefined ? [] : membersOf(companion).map(encodeName));
  return { ...plainClass(`${forwarder}$`), forwarder, notForwarded };
}

export function outerOf({ className, outer }: ScalaClass): readonly string[] {
  return [className, ...outer];
}
