import assert from 'node:assert/strict';
import { findingsOf } from '../../src/focus/findings';
import { myCode } from '../../src/insight/my-code';
import type { Suppression } from '../../src/insight/suppressions';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from './loaded';

/** `pattern: share caller:lines -> callee` of each finding. */
function check(drawing: string, expected: string[], suppressions: readonly Suppression[] = []): void {
  const profile = profileOf(drawing, { agent: { type: 'CodeGuruProfiler-python', version: '1' } });
  const loaded = loadedOf(profile, { suppressions });
  const printed = findingsOf(loaded, myCode()).map(({ recommendation, share, site: { frame, callee } }) => {
    const name = recommendation.pattern.name;
    return `${name}: ${Math.round(share * 100)} % ${frame.name}:${frame.firstLine}-${frame.lastLine} -> ${callee}`;
  });
  assert.deepEqual(printed, expected);
}

describe('findings', () => {
  it('stand where the own code calls, once per caller, with the shares of all paths', () => {
    check(
      `
app:main @/srv/app.py:10
  app:orders @/srv/app.py:20
    app:save @/srv/app.py:30
      boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  20
  app:refunds @/srv/app.py:40
    app:save @/srv/app.py:31
      boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  30
  app:work @/srv/app.py:50  50`,
      ['Recreation of AWS SDK Service Clients: 50 % app:save:30-31 -> client'],
    );
  });

  it('are without those that people have muted', () => {
    const drawing = `
app:save @/srv/app.py:30
  boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  20
app:load @/srv/app.py:40
  boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  30
app:work @/srv/app.py:50  50`;
    const name = 'Recreation of AWS SDK Service Clients';
    const load = `${name}: 30 % app:load:40-40 -> client`;
    check(drawing, [load, `${name}: 20 % app:save:30-30 -> client`]);
    check(drawing, [load], [{ pattern: name, frame: 'app:save', reason: 'rare' }]);
    check(drawing, [], [{ pattern: name, reason: 'rare' }]);
  });

  it('are none where no own code leads there', () => {
    check(
      `
threading:Thread:run @/lib/python3.11/threading.py:5
  boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  50
app:work @/srv/app.py:50  50`,
      [],
    );
  });
});
