import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { files } from '../../src/service/handshake';
import { makeFolder } from '../service/running-service';
import { spawnService } from '../service/service-process';
import type { Size } from './agent-traffic';
import { makeAgentProfile, SIZES } from './agent-traffic';
import type { Report, Scenario } from './measure';
import type { SignedRequest } from './posting';
import { sendAll, signConfigure, signCreate, signPost, signRead } from './posting';
import { NO_USAGE, usageOf } from './process-usage';
import { measureFloors } from './service-floors';

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
const CONNECTIONS = 64;

export function fleetScenario(size: Size): Scenario {
  const name = `service/fleet-1000/${size}`;
  return { name, run: (report) => measureFleet(name, size, report) };
}

async function measureFleet(name: string, size: Size, report: Report): Promise<void> {
  const folder = makeFolder();
  const { child, address, ended } = await spawnService(folder);
  const groups = Array.from({ length: GROUPS }, (_, group) => `bench-${group}`);
  for (const group of groups) {
    await sendAll(address.endpoint, [await signCreate(address, group)], 1);
  }
  const before = usageOf(child.pid ?? 0);
  const sample: Buffer[] = [];
  const newest = Math.floor(Date.now() / ROUND_MS) * ROUND_MS - ROUND_MS;
  for (let round = 0; round < ROUNDS; round++) {
    const bodies = makeRound(size, round, newest - (ROUNDS - 1 - round) * ROUND_MS);
    sample.push(...bodies.slice(0, 64));
    const requests: SignedRequest[] = [];
    for (const [agent, body] of bodies.entries()) {
      const group = groups[agent % GROUPS];
      requests.push(await signConfigure(address, group), await signPost(address, group, randomUUID(), body));
    }
    await sendAll(address.endpoint, requests, CONNECTIONS);
  }
  await folded(folder);
  const worked = usageOf(child.pid ?? 0);
  for (const group of groups) {
    await sendAll(address.endpoint, [await signRead(address, group, 'period=P1D')], 1);
  }
  const after = usageOf(child.pid ?? 0);
  if (before === undefined || worked === undefined || after === undefined) {
    console.error(`${name} is left out: ${NO_USAGE}.`);
  } else {
    const share = (seconds: number) => (100 * seconds) / (ROUND_MS / 1000);
    const floors = await measureFloors(sample, folder);
    const floor = ((floors.parse + floors.deflate + floors.insertGrouped) * AGENTS) / 1000;
    const cpu = (worked.cpuSeconds - before.cpuSeconds) / ROUNDS;
    report({ name: `${name}/cpu`, value: share(cpu), unit: '% of a core', runs: ROUNDS });
    report({ name: `${name}/cpu`, value: share(floor), unit: '% of a core', runs: 1, peer: 'floor' });
    report({ name: `${name}/memory`, value: after.peakMegabytes, unit: 'MB', runs: 1 });
    report({ name: `${name}/memory-after`, value: after.megabytes, unit: 'MB', runs: 1 });
  }
  child.kill();
  await ended();
  rmSync(folder, { recursive: true });
}

function makeRound(size: Size, round: number, start: number): Buffer[] {
  return Array.from({ length: AGENTS }, (_, agent) =>
    makeAgentProfile(round * AGENTS + agent, SIZES[size], start + agent, `host-${agent}`),
  );
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
