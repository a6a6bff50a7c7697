/* eslint no-console: off -- what the agent sends is not public, and telling it is what the test is for */
import { CreateProfilingGroupCommand, GetProfileCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inflateSync } from 'node:zlib';
import { decodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { readIon } from '../../src/profile/codec/ion';
import { isBinaryIon } from '../../src/profile/codec/ion-binary-reader';
import type { PostedFormat } from '../../src/service/posted-profile';
import { lastLine, runCommand } from '../../src/start/run-command';
import { skip } from '../harness/skip';
import { HOUR } from './agent-profiles';
import {
  DOWNLOAD_TIMEOUT_MS,
  JAVA_FOLDER,
  maven,
  missingProgram,
  runJava,
  SOURCES,
} from './java-environment';
import { makeFolder, startTestService } from './running-service';

const AGENT = 'codeguru-profiler-java-agent-standalone';
const VERSION = '1.2.6';
const JAR = join(JAVA_FOLDER, 'agent', `${AGENT}-${VERSION}.jar`);
const CLASSES = join(JAVA_FOLDER, 'classes');

/** Long enough for two reports of five seconds and what comes before the first. */
const RUN_SECONDS = 20;

describe('the Java agent', () => {
  let dataFolder: string;
  before(async function () {
    this.timeout(DOWNLOAD_TIMEOUT_MS + 30_000);
    const missing = await missingProgram();
    if (missing !== undefined) return skip(this, missing);
    if (!existsSync(JAR)) {
      const artifact = `software.amazon.codeguruprofiler:${AGENT}:${VERSION}`;
      const folder = join(JAVA_FOLDER, 'agent');
      const failure = await maven('dependency:copy', [
        `-Dartifact=${artifact}`,
        `-DoutputDirectory=${folder}`,
      ]);
      if (failure !== undefined) return skip(this, `${artifact} is not to be had: ${failure}`);
    }
    const source = join(SOURCES, 'Warehouse.java');
    const signal = AbortSignal.timeout(30_000);
    const { exitCode, output } = await runCommand('javac', ['-d', CLASSES, source], signal);
    assert.equal(exitCode, 0, lastLine(output));
    dataFolder = makeFolder();
  });
  after(() => dataFolder && rmSync(dataFolder, { recursive: true, force: true }));

  it('posts what threads run and what they wait for, and is read', async function () {
    this.timeout(90_000);
    const service = await startTestService({ fast: true, dataFolder });
    const profilingGroupName = 'warehouse';
    await service.client.send(new CreateProfilingGroupCommand({ profilingGroupName, clientToken: 'token' }));
    const { endpoint, accessKeyId, secretAccessKey, region } = service.address;
    const options = `profilingGroupName:${profilingGroupName},region:${region},heapSummaryEnabled:true`;
    const { stderr } = await runJava(
      [`-javaagent:${JAR}=${options}`, '-cp', CLASSES, 'Warehouse', String(RUN_SECONDS)],
      {
        env: {
          AWS_ENDPOINT_URL_CODEGURUPROFILER: endpoint,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_REGION: region,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_CONFIG_FILE: '/dev/null',
          AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        },
      },
    );
    const { profile } = await service.client.send(
      new GetProfileCommand({
        profilingGroupName,
        startTime: new Date(Date.now() - HOUR),
        endTime: new Date(Date.now() + HOUR),
        accept: 'application/json',
      }),
    );
    const posted = postedIn(dataFolder);
    await service.end();
    tell(posted);

    assert.ok(posted.length > 0, `nothing came; the agent said: ${stderr.slice(-2000)}`);
    const { frames, samples } = decodeAgentProfile(JSON.parse(Buffer.from(profile ?? []).toString()));
    assert.ok(samples.states.includes('RUNNABLE'), samples.states.join());
    assert.ok(
      samples.states.some((state) => /WAITING/.test(state)),
      samples.states.join(),
    );
    assert.ok(
      frames.name.some((name) => /Warehouse.*countBoxes/.test(name)),
      frames.name.join('\n'),
    );
    assert.ok(
      frames.name.some((name) => /Warehouse.*waitForDelivery/.test(name)),
      frames.name.join('\n'),
    );
  });
});

interface Posted {
  readonly format: PostedFormat;
  readonly body: Uint8Array;
}

/** Bodies are kept as they were posted. */
function postedIn(dataFolder: string): Posted[] {
  const database = new DatabaseSync(join(dataFolder, 'burnline.db'), { readOnly: true });
  try {
    return database
      .prepare('SELECT format, body FROM agent_profile ORDER BY id')
      .all()
      .map(({ format, body }) => ({ format: format as PostedFormat, body: inflateSync(body as Uint8Array) }));
  } finally {
    database.close();
  }
}

const LIMITS = { nesting: 20_100, containers: 2e6, scalars: 8e6, characters: 1e8 };

/** What it is made of, all metadata, and the names and states in the graph: an agent of Amazon's has no documentation. */
function tell(posted: readonly Posted[]): void {
  for (const { format, body } of posted) {
    const value =
      format === 'ion' ? readIon(body, LIMITS) : (JSON.parse(Buffer.from(body).toString()) as unknown);
    const form = isBinaryIon(body) ? 'binary Ion' : 'text';
    const { frames, samples } = decodeAgentProfile(value);
    const { callgraph, ...metadata } = value as Record<string, unknown>;
    const node = Object.keys(callgraph ?? {});
    console.log(
      `        ${format}, ${form}, ${body.length} bytes; states ${samples.states.join(' ')}; root has ${node.join(' ')}`,
    );
    console.log(`        ${JSON.stringify(metadata)}`);
    frames.name.forEach((name, row) => console.log(`        ${name}  ${frames.file[row]}`));
  }
}
