import ts from 'typescript';

// What a source file reaches for, read from its text: nothing is resolved and nothing is run.

export interface Import {
  /** As it is written: './tables', 'node:fs', 'vscode'. */
  readonly from: string;
  /** Gone once compiled, so it ties nothing together at run time. */
  readonly isType: boolean;
}

/** Every import of a text: static, re-exported, dynamic, required, or as the type `import('…')`. */
export function importsOf(text: string): Import[] {
  const found: Import[] = [];
  const add = (from: ts.Node | undefined, isType: boolean) => {
    if (from && ts.isStringLiteralLike(from)) found.push({ from: from.text, isType });
  };
  visit(text, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add((node.argument as ts.LiteralTypeNode).literal, true);
    else if (ts.isCallExpression(node) && isImportCall(node)) add(node.arguments[0], false);
  });
  return found;
}

/** The places that make a second run answer differently: the clock, and randomness. */
export function impureCallsOf(text: string): string[] {
  const found: string[] = [];
  visit(text, (node) => {
    const isCall =
      ts.isCallExpression(node) &&
      /^(Date\.now|Math\.random|performance\.now|Date)$/.test(node.expression.getText());
    const isNow = ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length;
    if (isCall || isNow) found.push(node.getText());
  });
  return found;
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  return importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function isImportCall({ expression }: ts.CallExpression): boolean {
  return expression.kind === ts.SyntaxKind.ImportKeyword || expression.getText() === 'require';
}

function visit(text: string, look: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    look(node);
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2022, true));
}
