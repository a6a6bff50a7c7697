import * as vscode from 'vscode';
import type { Fleet } from '../host/contributions';
import { askPick, askText, BACK, runSteps } from '../host/multi-step';
import type { Step } from '../host/multi-step';
import { getSetting, setSetting } from '../host/settings';
import { ec2Price } from '../insight/price-list';

/** What is known so far. */
interface Answers {
  readonly kind: 'instances' | 'price' | 'none';
  readonly instanceType: string;
  readonly fleet: Fleet | null;
}

/** Asks what the program runs on and keeps it in the workspace's settings, from where every cost follows. */
export async function setFleet(priceRegion: string): Promise<void> {
  const region = getSetting('burnline.priceRegion') || priceRegion;
  const kind = await runSteps([askKind], { kind: 'none', instanceType: '', fleet: null });
  if (!kind) return;
  const rest: Record<Answers['kind'], readonly Step<Answers>[]> = {
    instances: [askInstanceType(region), askCount],
    price: [askPrice],
    none: [],
  };
  const answers = await runSteps(rest[kind.kind], kind);
  if (answers) await setSetting('burnline.fleet', answers.fleet ?? undefined);
}

const TITLE = (): string => vscode.l10n.t('Fleet for Cost Estimates');

const askKind: Step<Answers> = async (known, place) => {
  const items: (vscode.QuickPickItem & { kindOfFleet: Answers['kind'] })[] = [
    {
      label: vscode.l10n.t('EC2 instances'),
      description: vscode.l10n.t('type and count, at on-demand prices'),
      kindOfFleet: 'instances',
    },
    {
      label: vscode.l10n.t('Price per hour'),
      description: vscode.l10n.t('US dollars for the whole fleet'),
      kindOfFleet: 'price',
    },
    {
      label: vscode.l10n.t('Not set'),
      description: vscode.l10n.t('use the fleet that the profiles name, if they do'),
      kindOfFleet: 'none',
    },
  ];
  const placeholder = vscode.l10n.t('What does the program run on?');
  const answer = await askPick({ ...place, title: TITLE(), placeholder, items });
  return typeof answer === 'object' ? { ...known, kind: answer.kindOfFleet } : answer;
};

function askInstanceType(region: string): Step<Answers> {
  return async (known, place) => {
    const answer = await askText({
      ...place,
      title: TITLE(),
      placeholder: 'm5.large',
      prompt: vscode.l10n.t('EC2 instance type, at the prices of {0}', region),
      validate: (text) =>
        ec2Price(text.trim(), region)
          ? undefined
          : vscode.l10n.t(
              'There is no price for {0} in {1}; a price per hour can be set instead.',
              text,
              region,
            ),
    });
    return answer === undefined || answer === BACK ? answer : { ...known, instanceType: answer.trim() };
  };
}

const askCount: Step<Answers> = async (known, place) => {
  const answer = await askText({
    ...place,
    title: TITLE(),
    placeholder: '4',
    prompt: vscode.l10n.t('How many {0} run', known.instanceType),
    validate: positive,
  });
  if (answer === undefined || answer === BACK) return answer;
  return { ...known, fleet: { instanceType: known.instanceType, count: Number(answer) } };
};

const askPrice: Step<Answers> = async (known, place) => {
  const answer = await askText({
    ...place,
    title: TITLE(),
    placeholder: '0.384',
    prompt: vscode.l10n.t('US dollars an hour for the whole fleet'),
    validate: positive,
  });
  if (answer === undefined || answer === BACK) return answer;
  return { ...known, fleet: { pricePerHour: Number(answer) } };
};

function positive(text: string): string | undefined {
  return Number(text) > 0 && Number.isFinite(Number(text))
    ? undefined
    : vscode.l10n.t('A number greater than 0, such as 4 or 0.384.');
}
