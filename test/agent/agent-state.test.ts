import assert from 'node:assert/strict';
import type { AgentState } from '../../src/agent/agent-state';
import { describeState } from '../../src/agent/agent-state';

/** As VS Code's, without translations. */
const l10n = {
  t: (message: string, ...args: (string | number)[]) =>
    message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)])),
};

describe('describeState', () => {
  const check = (state: AgentState, now: number, expected: string) =>
    assert.equal(describeState(state, now, l10n), expected);
  const waiting: AgentState = { kind: 'waiting', firstProfileAt: 300_000 };

  it('counts down to the first profile', () => {
    check(waiting, 0, 'First profile in about 5 min');
    check(waiting, 49_500, 'First profile in about 4 min 11 s');
    check(waiting, 276_000, 'First profile in about 24 s');
    check(waiting, 299_001, 'First profile in about 1 s');
  });

  it('does not count below zero when the profile is late', () => {
    check(waiting, 300_000, 'The first profile is due any moment');
    check(waiting, 999_999, 'The first profile is due any moment');
  });

  it('says of a program that ended whether there is something to look at', () => {
    check({ kind: 'stopped', exitCode: 0, hasProfile: true }, 0, 'Ended');
    check(
      { kind: 'stopped', exitCode: 1, hasProfile: false },
      0,
      'Ended before the agent had sampled enough, so there is no profile of this run',
    );
  });
});
