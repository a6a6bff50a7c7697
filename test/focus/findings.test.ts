import assert from 'node:assert/strict';
import { findingsOf } from '../../src/focus/findings';
import { myCode } from '../../src/insight/my-code';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from './loaded';

/** `pattern: share caller:lines -> callee` of each finding. */
function check(drawing: string, expected: string[]): void {
  const loaded = loadedOf(profileOf(drawing, { agent: { type: 'CodeGuruProfiler-python', version: '1' } }));
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
