import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import type { CommandArguments, CommandId } from './contributions';
import type { Log } from './log';
import { showError } from './messages';

/**
 * A function for each command. The arguments are as unknown as they are: menus, key bindings, links and other
 * extensions all call commands, so handlers take what they get through the guards in contributions.ts.
 */
export type CommandHandlers = { readonly [K in CommandId]: (...given: unknown[]) => unknown };

/** One missing handler is a compile error, one failing command a logged sentence with buttons. */
export function registerCommands(handlers: CommandHandlers, log: Log): vscode.Disposable {
  const registered = new Disposables();
  for (const [id, handler] of Object.entries(handlers)) {
    const run = async (...given: unknown[]): Promise<void> => {
      log.debug(`command ${id}`);
      try {
        await handler(...given);
      } catch (error) {
        showError(error, log);
      }
    };
    registered.add(vscode.commands.registerCommand(id, run));
  }
  return registered;
}

export function runCommand<K extends CommandId>(id: K, ...given: CommandArguments[K]): void {
  void vscode.commands.executeCommand(id, ...given);
}

/** For tree rows and code lenses. */
export function asCommand<K extends CommandId>(
  command: K,
  title: string,
  ...given: CommandArguments[K]
): vscode.Command {
  return { command, title, arguments: given };
}
