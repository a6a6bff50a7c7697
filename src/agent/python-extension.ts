import * as vscode from 'vscode';

/** The part of the Python extension's public API that tells which interpreter is chosen for a file or folder. */
interface Environments {
  getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
  resolveEnvironment(
    environment: unknown,
  ): Promise<{ readonly executable?: { readonly uri?: vscode.Uri } } | undefined>;
}

/** The interpreter that the person chose in the Python extension, where that is installed and has one. */
export async function pythonExtensionInterpreter(
  resource: vscode.Uri | undefined,
): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<unknown>('ms-python.python');
  if (extension === undefined) return undefined;
  const environments = toEnvironments(extension.isActive ? extension.exports : await extension.activate());
  if (environments === undefined) return undefined;
  const active = environments.getActiveEnvironmentPath(resource);
  const resolved = await environments.resolveEnvironment(active);
  return resolved?.executable?.uri?.fsPath;
}

function toEnvironments(api: unknown): Environments | undefined {
  if (typeof api !== 'object' || api === null || !('environments' in api)) return undefined;
  const { environments } = api;
  const isKnown =
    typeof environments === 'object' &&
    environments !== null &&
    'getActiveEnvironmentPath' in environments &&
    'resolveEnvironment' in environments;
  return isKnown ? (environments as Environments) : undefined;
}
