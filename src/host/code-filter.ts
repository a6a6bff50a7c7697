import { myCode } from '../insight/my-code';
import type { CodeFilter } from '../insight/my-code';
import { getSetting } from './settings';

/**
 * What counts as the person's own code: what the setting says, else all but installed packages and the runtime. Not
 * what lies below the workspace folders: a profile may come from a machine on which the same files lie elsewhere.
 */
export function workspaceCodeFilter(): CodeFilter {
  return myCode({ namespaces: getSetting('burnline.myCode') });
}
