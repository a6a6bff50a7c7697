import * as vscode from 'vscode';

/** What a person would do who is asked something. Where nothing is said, they press Escape. */
export interface Answers {
  /** Which row, by its label. */
  pick?(labels: readonly string[], title: string): string | undefined;
  /** What is typed. */
  type?(title: string): string | undefined;
  /** Which button below a message. */
  press?(message: string, buttons: readonly string[]): string | undefined;
}

/** Answers what is asked while something is done. In tests the extension has the same `vscode.window` as they have. */
export async function answering(answers: Answers, work: () => Thenable<unknown>): Promise<void> {
  const { showQuickPick, showInputBox, showInformationMessage } = vscode.window;
  Object.assign(vscode.window, {
    showQuickPick: async (
      rows: readonly vscode.QuickPickItem[] | Thenable<readonly vscode.QuickPickItem[]>,
      { title = '' }: vscode.QuickPickOptions = {},
    ) => {
      const all = (await rows).filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
      const label = answers.pick?.(
        all.map((row) => row.label),
        title,
      );
      return all.find((row) => row.label === label);
    },
    showInputBox: ({ title = '' }: vscode.InputBoxOptions = {}) => Promise.resolve(answers.type?.(title)),
    showInformationMessage: (message: string, ...buttons: string[]) =>
      Promise.resolve(answers.press?.(message, buttons)),
  });
  try {
    await work();
  } finally {
    Object.assign(vscode.window, { showQuickPick, showInputBox, showInformationMessage });
  }
}
