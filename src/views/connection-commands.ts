import * as vscode from 'vscode';
import { connectionId, PROFILER_REGIONS } from '../aws/endpoint';
import type { AwsConnection } from '../aws/endpoint';
import { loadProviders } from '../aws/credentials';
import type { Connections } from '../host/connections';
import { toConnectionId } from '../host/contributions';
import { askPick, askText, BACK, runSteps } from '../host/multi-step';
import type { Step } from '../host/multi-step';
import type { CommandHandlers } from '../host/commands';
import { getSetting, setSetting } from '../host/settings';

type Written = Omit<AwsConnection, 'kind'>;

/** AWS accounts beside the embedded service. Only names are kept: credentials stay in the AWS configuration files. */
export function connectionCommands(
  connections: Connections,
): Pick<CommandHandlers, 'burnline.addConnection' | 'burnline.removeConnection'> {
  return {
    'burnline.addConnection': async () => {
      const added = await runSteps(STEPS, { profile: '', region: '' });
      if (!added) return;
      const others = getSetting('burnline.connections').filter((one) => idOf(one) !== idOf(added));
      await write([...others, added]);
    },

    'burnline.removeConnection': async (given) => {
      const id = toConnectionId(given) ?? (await pickAws(connections));
      if (id === undefined) return;
      await write(getSetting('burnline.connections').filter((one) => idOf(one) !== id));
    },
  };
}

/** A person's connections go with the person, not with a project. */
async function write(connections: readonly Written[]): Promise<void> {
  await setSetting('burnline.connections', connections, vscode.ConfigurationTarget.Global);
}

function idOf(written: Written): string {
  return connectionId({ kind: 'aws', ...written });
}

async function pickAws(connections: Connections): Promise<string | undefined> {
  const rows = connections
    .list()
    .filter(({ kind }) => kind === 'aws')
    .map(({ id, label, detail }) => ({ id, label, description: detail }));
  const placeHolder =
    rows.length > 0 ? vscode.l10n.t('Connection to remove') : vscode.l10n.t('There are no AWS connections.');
  return (await vscode.window.showQuickPick(rows, { placeHolder }))?.id;
}

const TITLE = (): string => vscode.l10n.t('Connect to AWS');

const askProfile: Step<Written> = async (known, place) => {
  const profiles = await (await loadProviders()).listSharedProfiles();
  if (profiles.length === 0) {
    throw new Error(
      vscode.l10n.t(
        'There are no AWS profiles on this machine. Make one with "aws configure" or "aws configure sso", then connect again.',
      ),
    );
  }
  const items = profiles.map(({ name, region }) => ({ label: name, description: region }));
  const placeholder = vscode.l10n.t('Profile of the AWS configuration files');
  const answer = await askPick({ ...place, title: TITLE(), placeholder, items });
  return typeof answer === 'object'
    ? { ...known, profile: answer.label, region: answer.description }
    : answer;
};

/** The profile's own region first, where the profiler is offered there. */
const askRegion: Step<Written> = async (known, place) => {
  const regions = [...PROFILER_REGIONS].sort(
    (a, b) => Number(b === known.region) - Number(a === known.region),
  );
  const items = regions.map((label) => ({
    label,
    description: label === known.region ? vscode.l10n.t('region of the profile') : '',
  }));
  const placeholder = vscode.l10n.t('Region of the profiling groups');
  const answer = await askPick({ ...place, title: TITLE(), placeholder, items });
  return typeof answer === 'object' ? { ...known, region: answer.label } : answer;
};

const askRole: Step<Written> = async (known, place) => {
  const answer = await askText({
    ...place,
    title: TITLE(),
    placeholder: 'arn:aws:iam::123456789012:role/ReadOnly',
    prompt: vscode.l10n.t('ARN of a role to assume, or nothing to use the profile as it is'),
    validate: (text) =>
      text === '' || /^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/.test(text)
        ? undefined
        : vscode.l10n.t('A role has an ARN like arn:aws:iam::123456789012:role/ReadOnly.'),
  });
  if (answer === undefined || answer === BACK) return answer;
  return answer === '' ? known : { ...known, roleArn: answer };
};

const STEPS = [askProfile, askRegion, askRole];
