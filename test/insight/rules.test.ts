import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recommend } from '../../src/insight/recommend';
import { RULES } from '../../src/insight/rules';
import type { Profile } from '../../src/profile/tables';
import { drawn, profileOf } from '../fixtures/text-profile';

const SDK = 'Recreation of AWS SDK Service Clients';
const REGEX = 'Repeated Compilation of Regular Expressions';
const TRACE = 'Logging of Stack Traces in a Hot Path';
const DEBUG = 'Debug Logging Left On';
const JSON_ENCODER = 'JSON Written by the Encoder in Python';

function pythonProfile(text: string): Profile {
  return profileOf(drawn(text), { agent: { type: 'CodeGuruProfiler-python', version: '1.2.6' } });
}

/** The names of the rules that speak of a drawn profile, in order of cost. */
function check(text: string, ...expected: string[]): void {
  const found = recommend(pythonProfile(text)).map(({ pattern }) => pattern.name);
  assert.deepEqual(found, expected);
}

describe('the rule on AWS clients', () => {
  it('sees clients and resources, through boto3 and botocore, of any session class', () => {
    const callers = [
      'boto3.__init__:client\n  boto3.session:Session:client  10',
      'boto3.session:MySession:resource  10',
      'botocore.session:Session:create_client  10',
      'aiobotocore.session:AioSession:create_client\n  botocore.session:AioSession:create_client  10',
    ];
    for (const caller of callers) {
      check(caller, SDK);
    }
  });

  it('leaves the client alone that a module makes when it is imported', () => {
    check(`
      app:<module>
        <frozen importlib:_find_and_load
          <frozen importlib:_find_and_load_unlocked
            shop.storage:<module>
              boto3.__init__:client
                boto3.session:Session:client  10
    `);
  });

  it('leaves requests with a client alone', () => {
    check('botocore.client:S3:_api_call\n  botocore.client:S3:_make_api_call  10');
  });
});

describe('the rule on regular expressions', () => {
  it('sees the package re of Python 3.11 and the module before', () => {
    check('app:rx\n  re.__init__:compile\n    re.__init__:_compile  10', REGEX);
    check('app:rx\n  re:compile\n    re:_compile\n      sre_compile:compile  10', REGEX);
    check('app:rx\n  re.__init__:search\n    re.__init__:_compile  10', REGEX);
  });

  it('leaves modules alone that compile what they need', () => {
    check('<frozen importlib:_find_and_load_unlocked\n  textwrap:<module>\n    re.__init__:_compile  10');
  });
});

describe('the rules on logging', () => {
  it('see stack traces through the logger and by hand', () => {
    check('logging.__init__:Formatter:formatException  10', TRACE);
    check('logging.__init__:JsonFormatter:formatException\n  traceback:print_exception  10', TRACE);
    check('app:handle\n  traceback:format_exc  10', TRACE);
  });

  it('see debug messages that are written, not those that are switched off', () => {
    check('logging.__init__:RootLogger:debug\n  logging.__init__:RootLogger:_log  10', DEBUG);
    check('logging.__init__:Logger:debug\n  logging.__init__:Logger:isEnabledFor  10');
  });

  it('leave other messages alone', () => {
    check('logging.__init__:Logger:info\n  logging.__init__:Logger:_log  10');
  });
});

describe('the other rules', () => {
  it('see the JSON encoder in Python and leave the one in C alone', () => {
    check(
      'json.__init__:dumps\n  json.encoder:JSONEncoder:encode\n    json.encoder:_iterencode  10',
      JSON_ENCODER,
    );
    check(
      'json.__init__:dumps\n  json.encoder:JSONEncoder:encode\n    json.encoder:JSONEncoder:iterencode  10',
    );
  });

  it('see deep copies, once for all the levels of a structure', () => {
    check('copy:deepcopy\n  copy:_deepcopy_dict\n    copy:deepcopy  10', 'Deep Copies of Large Structures');
  });

  it('see the frame that the agent makes for lxml schemas', () => {
    check('app:validate\n  lxml.etree:XMLSchema:__init__  10', 'Recreation of XML Schemas');
  });
});

describe('the list of rules', () => {
  it('has every file of patterns/', () => {
    const folder = join(process.cwd(), 'src', 'insight', 'patterns');
    const ids = readdirSync(folder).map(
      (file) => /id: '([^']+)'/.exec(readFileSync(join(folder, file), 'utf8'))?.[1],
    );
    assert.deepEqual(ids.sort(), RULES.map(({ pattern }) => pattern.id).sort());
  });

  it('has ids and names that occur once', () => {
    assert.equal(new Set(RULES.map(({ pattern }) => pattern.id)).size, RULES.length);
    assert.equal(new Set(RULES.map(({ pattern }) => pattern.name)).size, RULES.length);
  });

  for (const { pattern, references } of RULES) {
    it(`keeps to the shape of the API: ${pattern.name}`, () => {
      assert.match(pattern.id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      assert.ok(pattern.thresholdPercent > 0 && pattern.thresholdPercent <= 100);
      assert.ok(
        pattern.targetFrames.length > 0 && pattern.targetFrames.every((sequence) => sequence.length > 0),
      );
      assert.ok(references.length > 0);
    });

    it(`begins its resolution with a sentence for a diagnostic: ${pattern.name}`, () => {
      const [first] = pattern.resolutionSteps.split('. ');
      assert.ok(first.length <= 80, first);
    });
  }
});
