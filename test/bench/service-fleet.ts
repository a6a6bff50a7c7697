import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceAddress } from '../../src/service/handshake';
import { files } from '../../src/service/handshake';
import type { Size } from './agent-traffic';
import { makeAgentProfile, SIZES } from './agent-traffic';
import { makeOwnFolder, startOwnService } from './own-service';
import type { Defer, Report, Scenario } from './measure';
import { cpuTime } from './measure';
import type { SignedRequest } from './posting';
import { sendAll, signConfigure, signCreate, signPost, signRead } from './posting';
import type { Usage } from './process-usage';
import { NO_USAGE, usageOf } from './process-usage';
import { measureFloors, startEcho } from './service-floors';

/**
 * What a thousand agents cost that report every five minutes, in ten groups: each asks for its configuration and posts,
 * and what they posted is folded into the aggregates of three periods. Three such rounds are sent as fast as they go; the
 * processor's seconds for one, divided by three hundred, are the share of a core that the service takes of a machine.
 */
const GROUPS = 10;
const AGENTS_PER_GROUP = 100;
const AGENTS = GROUPS * AGENTS_PER_GROUP;
const ROUNDS = 3;
const ROUND_MS = 300_000;

/** Three posts a second that take milliseconds hardly ever meet; this many at a time is more than chance makes of them. */
const CONNECTIONS = 8;

export function fleetScenario(size: Size): Scenario {
  const name = `service/fleet-1000/${size}`;
  return { name, run: (report, defer) => measureFleet(name, size, report, defer) };
}

async function measureFleet(name: string, size: Size, report: Report, defer: Defer): Promise<void> {
  const folder = makeOwnFolder(defer);
  const service = await startOwnService(folder, defer);
  const echo = await startEcho(defer);
  const groups = Array.from({ length: GROUPS }, (_, group) => `bench-${group}`);
  for (const group of groups) {
    await sendAll(service.address.endpoint, [await signCreate(service.address, group)], 1);
  }
  const usage = () => ({ ours: usageOf(service.child.pid ?? 0), echo: usageOf(echo.pid) });
  const before = usage();
  const sample: Buffer[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bodies = makeRound(size, round);
    const requests = await signRound(service.address, groups, bodies);
    await sendAll(echo.endpoint, requests, CONNECTIONS);
    await sendAll(service.address.endpoint, requests, CONNECTIONS);
    sample.push(...bodies.slice(0, 64));
  }
  await folded(folder);
  const worked = usage();
  for (const group of groups) {
    await sendAll(service.address.endpoint, [await signRead(service.address, group, 'period=P1D')], 1);
  }
  const { ours: after } = usage();
  if (after === undefined) {
    console.error(`${name} is left out: ${NO_USAGE}.`);
  } else {
    const { parse, deflate, insertGrouped } = await measureFloors(sample, folder, cpuTime);
    const floor =
      secondsBetween(before.echo, worked.echo) + (parse + deflate + insertGrouped) * (AGENTS / 1000);
    const line = { name: `${name}/cpu`, unit: '% of a core', runs: ROUNDS };
    report({ ...line, value: toShare(secondsBetween(before.ours, worked.ours)) });
    report({ ...line, value: toShare(floor), peer: 'floor' });
    report({ name: `${name}/memory`, value: after.peakMegabytes, unit: 'MB', runs: 1 });
    report({ name: `${name}/memory-after`, value: after.megabytes, unit: 'MB', runs: 1 });
  }
}

/** Of one round. Compiling is in it, as it is after every start. */
function secondsBetween(before: Usage | undefined, after: Usage | undefined): number {
  return ((after?.cpuSeconds ?? 0) - (before?.cpuSeconds ?? 0)) / ROUNDS;
}

function toShare(seconds: number): number {
  return (100 * seconds) / (ROUND_MS / 1000);
}

/** What started in five minutes that are over, so that it is folded soon. */
function makeRound(size: Size, round: number): Buffer[] {
  const now = Math.floor(Date.now() / ROUND_MS) * ROUND_MS;
  const start = now - (ROUNDS - round) * ROUND_MS;
  return Array.from({ length: AGENTS }, (_, agent) =>
    makeAgentProfile(round * AGENTS + agent, SIZES[size], start + agent, `host-${agent}`),
  );
}

async function signRound(
  address: ServiceAddress,
  groups: readonly string[],
  bodies: readonly Buffer[],
): Promise<SignedRequest[]> {
  const requests: SignedRequest[] = [];
  for (const [agent, body] of bodies.entries()) {
    const group = groups[agent % groups.length];
    requests.push(await signConfigure(address, group), await signPost(address, group, randomUUID(), body));
  }
  return requests;
}

/** Folding has its own time, some seconds after the posts; until then half of the work is not done. */
async function folded(folder: string): Promise<void> {
  const database = new DatabaseSync(files.database(folder), { readOnly: true });
  const left = database.prepare('SELECT count(*) AS count FROM agent_profile WHERE folded = 0');
  while (Number(left.get()?.count) > 0) {
    await sleep(200);
  }
  database.close();
}
