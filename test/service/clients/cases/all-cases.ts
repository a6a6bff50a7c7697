import assert from 'node:assert/strict';
import { OPERATIONS } from '../../../../src/service/model/constraints';
import type { ErrorName, OperationName } from '../../../../src/service/model/input';
import type { Case } from '../case';
import { agentCases } from './agents';
import { channelCases } from './channels';
import { findingCases } from './findings';
import { groupCases } from './groups';
import { rightInputs } from './inputs';
import { policyCases } from './policy';
import { profileCases } from './profiles';
import type { Never, Refusal } from './refusals';
import { refusals } from './refusals';
import { tagCases } from './tags';

/** An error that the model lists and this service never answers with. */
export interface NeverAnswered {
  readonly operation: OperationName;
  readonly error: ErrorName;
  readonly reason: string;
}

const operations = Object.keys(OPERATIONS) as OperationName[];

const listed = operations.flatMap((operation) =>
  OPERATIONS[operation].errors.map((error) => {
    const rows: Readonly<Partial<Record<ErrorName, Refusal | readonly Refusal[] | Never>>> =
      refusals[operation];
    return { operation, error, row: rows[error] };
  }),
);

export const neverAnswered: readonly NeverAnswered[] = listed.flatMap(({ operation, error, row }) =>
  typeof row === 'string' ? [{ operation, error, reason: row }] : [],
);

const refusalCases: readonly Case[] = listed.flatMap(({ operation, error, row }) =>
  row === undefined || typeof row === 'string'
    ? []
    : [row].flat().map((refusal: Refusal) => toCase(operation, error, refusal)),
);

/** By operation, in the order of the service model. */
export const allCases: readonly Case[] = [
  ...groupCases,
  ...agentCases,
  ...profileCases,
  ...findingCases,
  ...channelCases,
  ...policyCases,
  ...tagCases,
  ...refusalCases,
].sort((a, b) => operations.indexOf(a.operation) - operations.indexOf(b.operation));

function toCase(operation: OperationName, error: ErrorName, { with: change = {}, of, says }: Refusal): Case {
  return {
    operation,
    shows: error,
    does: `is refused with ${error}${of === undefined ? '' : ` by a service that is ${of}`}: ${says.source}`,
    async run(scene) {
      const right = rightInputs[operation](of === undefined ? scene.group : scene.newName());
      const input = { ...right, ...(typeof change === 'function' ? await change(scene) : change) };
      const refusal = await scene.refusal(operation, input, of);
      assert.ok(refusal.startsWith(`${error}: `), refusal);
      assert.match(refusal.slice(error.length + 2), says);
    },
  };
}
