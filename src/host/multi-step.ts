import * as vscode from 'vscode';

/** The answer of somebody who wants to go one question back. */
export const BACK = Symbol('back');

/** A question of several. Answers with what is known then, with {@link BACK} for the question before, or nothing to give up. */
export type Step<T> = (known: T, place: StepPlace) => Promise<T | typeof BACK | undefined>;

export interface StepPlace {
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks one question after the other, as VS Code's guidelines have it: numbered, with a way back. */
export async function runSteps<T>(steps: readonly Step<T>[], initial: T): Promise<T | undefined> {
  const known = [initial];
  while (known.length <= steps.length) {
    const step = known.length;
    const answer = await steps[step - 1](known[step - 1], { step, totalSteps: steps.length });
    if (answer === undefined) return undefined;
    if (answer === BACK) known.pop();
    else known.push(answer);
  }
  return known.at(-1);
}

export interface PickQuestion<T extends vscode.QuickPickItem> extends StepPlace {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
}

export function askPick<T extends vscode.QuickPickItem>(
  question: PickQuestion<T>,
): Promise<T | typeof BACK | undefined> {
  const input = vscode.window.createQuickPick<T>();
  input.items = question.items;
  input.matchOnDescription = true;
  return ask(input, question, () => input.selectedItems[0]);
}

export interface TextQuestion extends StepPlace {
  readonly title: string;
  readonly placeholder: string;
  readonly prompt: string;
  /** Why a text will not do, or undefined. */
  validate(text: string): string | undefined;
}

export function askText(question: TextQuestion): Promise<string | typeof BACK | undefined> {
  const input = vscode.window.createInputBox();
  input.prompt = question.prompt;
  input.onDidChangeValue((text) => (input.validationMessage = question.validate(text)));
  return ask(input, question, () => (question.validate(input.value) === undefined ? input.value : undefined));
}

type Input = vscode.QuickInput &
  Pick<vscode.InputBox, 'onDidAccept' | 'onDidTriggerButton' | 'buttons' | 'placeholder'>;

/** @param read undefined while what stands there is no answer */
function ask<T>(
  input: Input,
  { title, placeholder, step, totalSteps }: Omit<PickQuestion<vscode.QuickPickItem>, 'items'>,
  read: () => T | undefined,
): Promise<T | typeof BACK | undefined> {
  Object.assign(input, { title, placeholder, step, totalSteps, ignoreFocusOut: true });
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const end = (answer: T | typeof BACK | undefined): void => {
      resolve(answer);
      input.dispose();
    };
    input.onDidAccept(() => {
      const answer = read();
      if (answer !== undefined) end(answer);
    });
    input.onDidTriggerButton(() => end(BACK));
    // Disposing hides too; by then the promise has its answer.
    input.onDidHide(() => end(undefined));
    input.show();
  });
}
