import {
  CreateProfilingGroupCommand,
  GetProfileCommand,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { agentProfile, samplesOf } from './agent-profiles';
import type { RawRequest, TestService } from './running-service';
import { sendSigned, startTestService } from './running-service';

const MEBIBYTE = 1024 * 1024;

const ION = { 'content-type': 'application/x-amzn-ion' };
const ionOf = (value: Uint8Array | readonly number[]) => Buffer.from([0xe0, 0x01, 0x00, 0xea, ...value]);

describe('an agent profile that is not one', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
    );
    await service.client.send(
      new PostAgentProfileCommand({
        profilingGroupName: 'demo',
        agentProfile: agentProfile({ before: 7 }),
        contentType: 'application/json',
      }),
    );
  });
  after(() => service.end());

  const post = (body: Uint8Array | string, headers: RawRequest['headers'] = {}) =>
    sendSigned(service.address, {
      method: 'POST',
      target: '/profilingGroups/demo/agentProfile',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  /** Each says what was sent, and what the answer names. */
  const good = Buffer.from(agentProfile({ work: 1 })).toString();
  const cases: [string, () => Uint8Array | string, RegExp, RawRequest['headers']?][] = [
    ['is empty', () => '', /it is empty/],
    ['is cut short', () => good.slice(0, 100), /the JSON ends at character 100 in the middle of a value/],
    ['is cut short in a name', () => good.slice(0, 3), /the JSON ends at character 3 /],
    ['is not JSON', () => `{"start":1,}`, /it is not JSON at character 11 of 12/],
    ['is a page', () => '<html>', /it is not JSON at character 0 of 6/],
    [
      'is not JSON far from its beginning',
      () => `{"a":[${'{"b":1},'.repeat(30_000)}nothing]}`,
      /it is not JSON at character 240007 of 240015/,
    ],
    [
      'is so long that to look for the place would take long',
      () => `[${'1,'.repeat(9 * MEBIBYTE)}x]`,
      /it is not JSON;/,
    ],
    [
      'is not UTF-8',
      () => Buffer.concat([Buffer.from('{"start":1,"é'), Buffer.from([0xff]), Buffer.from('":1}')]),
      /byte 14 of 19 is not UTF-8/,
    ],
    ['ends in half a character', () => Buffer.from('{"é').subarray(0, 3), /byte 2 of 3 is not UTF-8/],
    [
      'is nested 100,000 levels',
      () => `{"callgraph":${'{"children":{"a":'.repeat(50_000)}{}${'}}'.repeat(50_000)}}`,
      /at character \d+ it is nested more than 20100 levels deep/,
    ],
    [
      'has stacks of 10,001 frames',
      () => `{"callgraph":${'{"children":{"a":'.repeat(10_001)}{}${'}}'.repeat(10_001)}}`,
      /….*\.children\.a must be call graphs of at most 10000 frames/,
    ],
    [
      'is a million empty lists',
      () => `{"callgraph":{},"x":[${'[],'.repeat(2_100_000)}[]]}`,
      /more than 2000000 objects and lists/,
    ],
    ['is a list', () => '[]', /the profile must be an object, not a list/],
    ['is null', () => 'null', /the profile must be an object, not null/],
    ['is a number', () => '7', /the profile must be an object, not 7/],
    ['has no call graph', () => '{"start":1,"end":2}', /callgraph must be an object, not nothing/],
    ['has a call graph of text', () => '{"callgraph":"x"}', /callgraph must be an object/],
    ['has a start of text', () => '{"start":"now","callgraph":{}}', /start must be a number.*, not "now"/],
    [
      'ends before it starts',
      () => '{"start":2,"end":1,"callgraph":{}}',
      /end must be a time not before start/,
    ],
    [
      'starts after all calendars',
      () => '{"start":1e15,"end":1e15,"callgraph":{}}',
      /start must be milliseconds since 1970, before the year 10000/,
    ],
    ['has a negative start', () => '{"start":-1,"callgraph":{}}', /start must be/],
    [
      'has a negative count',
      () => '{"callgraph":{"children":{"a":{"counts":{"WALL_TIME":-1}}}}}',
      /callgraph\.children\.a\.counts\.WALL_TIME must be/,
    ],
    [
      'has a count of text',
      () => '{"callgraph":{"children":{"a":{"counts":{"WALL_TIME":"1"}}}}}',
      /callgraph\.children\.a\.counts\.WALL_TIME must be/,
    ],
    [
      'has so many samples that sums would not be exact',
      () => '{"callgraph":{"children":{"a":{"counts":{"WALL_TIME":9007199254740991}}}}}',
      /callgraph must be at most 100000000000 thread samples/,
    ],
    [
      'lasts for millennia',
      () => '{"start":0,"end":200000000000000,"callgraph":{}}',
      /end must be at most 100000000000 milliseconds after start/,
    ],
    [
      'says that its host was seen for millennia',
      () => '{"fleet":[{"fleetInfo":{"id":"a"},"activeMs":9007199254740991}],"callgraph":{}}',
      /fleet must be at most 100000000000 milliseconds/,
    ],
    [
      'has counts that are no map',
      () => '{"callgraph":{"children":{"a":{"counts":[1]}}}}',
      /callgraph\.children\.a\.counts/,
    ],
    [
      'has a hostile name in the place that is wrong',
      () => `{"callgraph":{"children":{"${'<b>'.repeat(MEBIBYTE / 4)}":{"counts":1}}}}`,
      /^.{0,1000}counts must be an object/s,
    ],
    ['is Ion that ends after its version', () => ionOf([]), /byte 4 of 4 must be a value of Ion/, ION],
    [
      'is Ion of another version',
      () => Buffer.from([0xe0, 2, 0, 0xea]),
      /must be binary Ion, which begins with e0 01 00 ea, or text Ion in UTF-8/,
      ION,
    ],
    [
      'is Ion with a list longer than the body',
      () => ionOf([0xbe, 0x7f, 0x7f, 0x7f, 0xff, 0]),
      /byte 4 of 10 must be a value that ends with what it stands in/,
      ION,
    ],
    [
      'is Ion whose names are in a table that is not sent',
      () => ionOf([0xd3, 0x8a, 0x21, 1]),
      /a name or symbol with a text in its document, not number 10/,
      ION,
    ],
    [
      'is Ion without a call graph',
      () => '{start: 1, end: 2}',
      /callgraph must be an object, not nothing/,
      ION,
    ],
    ['is two values of Ion', () => '{callgraph:{}} {}', /must be the end of the only value/, ION],
    [
      'is Ion nested 100,000 levels',
      () => `{callgraph:${'['.repeat(100_000)}`,
      /the profile at character \d+ must be nested at most 20100 levels deep/,
      ION,
    ],
    [
      'is a million empty lists in Ion',
      () =>
        ionOf(Buffer.concat([Buffer.from([0xbe, 0x01, 0x00, 0x16, 0xe0]), Buffer.alloc(2_100_064, 0xb0)])),
      /made of at most 2000000 structs and lists/,
      ION,
    ],
    [
      'is Ion that repeats a name of a megabyte',
      () =>
        `$ion_symbol_table::{symbols:["${'x'.repeat(MEBIBYTE)}"]} {callgraph:{},x:[${'$10,'.repeat(40)}]}`,
      /made of at most 33554432 characters, names in full/,
      ION,
    ],
    [
      'is of an unknown type',
      () => good,
      /'text\/plain' at 'contentType' failed to satisfy constraint/,
      { 'content-type': 'text/plain' },
    ],
    [
      'has an empty type',
      () => good,
      /Value '' at 'contentType' failed to satisfy constraint/,
      { 'content-type': '' },
    ],
    [
      'is not the gzip it says it is',
      () => good,
      /not what its Content-Encoding gzip says/,
      { 'content-encoding': 'gzip' },
    ],
    [
      'is gzip cut short',
      () => gzipSync(good).subarray(0, 40),
      /not what its Content-Encoding gzip says/,
      { 'content-encoding': 'gzip' },
    ],
    [
      'is compressed in another way',
      () => good,
      /Content-Encoding 'br' is not known/,
      { 'content-encoding': 'br' },
    ],
    [
      'unpacks to 200 MB',
      () => gzipSync(Buffer.alloc(200 * MEBIBYTE, ' ')),
      /longer than the 32 MiB/,
      { 'content-encoding': 'gzip' },
    ],
    ['is 200 MB', () => Buffer.alloc(200 * MEBIBYTE, ' '), /longer than the 32 MiB/],
    [
      'is 33 MiB without a length',
      () => Buffer.alloc(33 * MEBIBYTE, ' '),
      /longer than the 32 MiB/,
      { 'transfer-encoding': 'chunked' },
    ],
  ];
  for (const [what, make, expected, headers] of cases) {
    it(`gets a sentence that names the place when it ${what}`, async () => {
      const { status, error } = await post(make(), headers);
      assert.equal(status, 400, error);
      assert.match(error, /^ValidationException: /);
      assert.match(error, expected);
      assert.ok(error.length < 1500, `a sentence of ${error.length} characters`);
    });
  }

  it('leaves what is stored alone, and the service up', async () => {
    const { profile } = await service.client.send(
      new GetProfileCommand({ profilingGroupName: 'demo', period: 'P1D', accept: 'application/json' }),
    );
    assert.deepEqual(samplesOf(profile), { before: 7 });
    assert.deepEqual(service.logged, []);
  });

  it('costs a bounded amount of memory', () => {
    // Three 200 MB bodies were made in this very process; what the service itself may hold is two bodies and their text.
    assert.ok(process.memoryUsage().rss < 1200 * MEBIBYTE, `${process.memoryUsage().rss} bytes`);
  });
});
