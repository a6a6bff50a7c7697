import type { Dropdown, TextField } from '@vscode/webview-ui-toolkit';
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element, icon } from './dom';

/**
 * Controls that look like VS Code's own. The toolkit is no longer developed, so this is the only file that knows of
 * it: everything else asks for a button and gets an HTMLElement.
 */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  /** With an icon the button shows it alone; the label becomes its tooltip and its name. */
  readonly icon?: string;
  readonly appearance?: 'primary' | 'secondary';
}

export function createButton({ label, onClick, icon: name, appearance }: ButtonOptions): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', name ? 'icon' : (appearance ?? 'secondary'));
  if (name) {
    button.setAttribute('aria-label', label);
    button.title = label;
    button.append(icon(name));
  } else {
    button.textContent = label;
  }
  button.addEventListener('click', onClick);
  return button;
}

export interface ToggleOptions {
  readonly label: string;
  readonly icon: string;
  readonly onChange: (on: boolean) => void;
}

export interface ToggleControl {
  readonly element: HTMLElement;
  set(on: boolean): void;
}

/** A button that stays pressed, as the ones inside VS Code's own search fields. */
export function createToggle({ label, icon: name, onChange }: ToggleOptions): ToggleControl {
  const button = element('button', { type: 'button', className: 'toggle', title: label }, icon(name));
  button.setAttribute('aria-label', label);
  let isOn = false;
  const set = (on: boolean): void => {
    isOn = on;
    button.setAttribute('aria-pressed', String(on));
  };
  button.addEventListener('click', () => onChange(!isOn));
  set(false);
  return { element: button, set };
}

export interface DropdownControl {
  readonly element: HTMLElement;
  select(value: string): void;
}

export function createDropdown(
  label: string,
  options: readonly { readonly value: string; readonly text: string }[],
  onChange: (value: string) => void,
): DropdownControl {
  const dropdown = document.createElement('vscode-dropdown') as Dropdown;
  dropdown.setAttribute('aria-label', label);
  for (const { value, text } of options) {
    const option = document.createElement('vscode-option');
    option.setAttribute('value', value);
    option.textContent = text;
    dropdown.append(option);
  }
  dropdown.addEventListener('change', () => onChange(dropdown.value));
  return {
    element: dropdown,
    select: (value) => {
      dropdown.value = value;
    },
  };
}

export interface TextControl {
  readonly element: HTMLElement;
  readonly value: () => string;
  set(value: string): void;
  focus(): void;
}

export function createSearchField(
  label: string,
  onInput: (text: string) => void,
  sign = 'search',
): TextControl {
  const field = document.createElement('vscode-text-field') as TextField;
  field.setAttribute('placeholder', label);
  const glass = element('span', { slot: 'start' }, icon(sign));
  // The toolkit calls a field what stands in it, and "Text field" whatever its attribute says where nothing does.
  field.append(glass, element('span', { className: 'visually-hidden', textContent: label }));
  field.addEventListener('input', () => onInput(field.value));
  return {
    element: field,
    value: () => field.value,
    set: (value) => {
      if (field.value !== value) field.value = value;
    },
    focus: () => {
      field.focus();
      // The toolkit's own input, inside its shadow root, is what holds the text.
      field.shadowRoot?.querySelector('input')?.select();
    },
  };
}

export function createProgress(): HTMLElement {
  return document.createElement('vscode-progress-ring');
}
