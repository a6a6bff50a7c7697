import { randomUUID } from 'node:crypto';
import type { ServiceProcess } from '../service/service-process';
import type { Size } from './agent-traffic';
import { makeAgentProfile, SIZES } from './agent-traffic';
import { makeOwnFolder, startOwnService } from './own-service';
import type { Defer, Report, Scenario } from './measure';
import { median, quantile } from './measure';
import type { Answers, SignedRequest } from './posting';
import { sendAll, signCreate, signPost } from './posting';
import { NO_USAGE, usageOf } from './process-usage';
import type { Floors } from './service-floors';
import { measureFloors, startEcho } from './service-floors';

/**
 * Posts of one size by 1, 8 and 64 agents at once: how many a second are acknowledged, which is when they are on the
 * disk, and how long each waits for that. The floor is the sum of what nobody can leave out: the request itself, reading
 * the JSON once, deflating it once, and one durable insert.
 */
const AGENTS = [1, 8, 64] as const;

type AgentCount = (typeof AGENTS)[number];

const RUNS = 3;

/** A run of the fast ones takes half a second, of the slow ones two. */
const POSTS: Readonly<Record<Size, Readonly<Record<AgentCount, number>>>> = {
  '5k': { 1: 200, 8: 400, 64: 768 },
  '50k': { 1: 100, 8: 200, 64: 384 },
  '1m': { 1: 8, 8: 16, 64: 64 },
};

export function postScenario(size: Size): Scenario {
  const name = `service/post/${size}`;
  return { name, run: (report, defer) => measurePosts(name, size, report, defer) };
}

async function measurePosts(name: string, size: Size, report: Report, defer: Defer): Promise<void> {
  const folder = makeOwnFolder(defer);
  const service = await startOwnService(folder, defer);
  const echo = await startEcho(defer);
  await sendAll(service.address.endpoint, [await signCreate(service.address, 'bench')], 1);
  const floors = await measureFloors(makeBodies(size, SAMPLE[size], 0), folder);
  reportParts(name, floors, report);
  await measureCell(service, size, 8, echo.endpoint); // The first run compiles; everybody's does.
  for (const agents of AGENTS) {
    const runs = [];
    for (let run = 0; run < RUNS; run++) {
      runs.push(await measureCell(service, size, agents, echo.endpoint));
    }
    reportCell(`${name}/agents-${agents}`, runs, agents, floors, report);
  }
  const peak = usageOf(service.child.pid ?? 0)?.peakMegabytes;
  if (peak === undefined) {
    console.error(`${name}/memory is left out: ${NO_USAGE}.`);
  } else {
    report({ name: `${name}/memory`, value: peak, unit: 'MB', runs: 1 });
  }
}

/** Bodies that the floors are measured with: enough for a transaction of 64. */
const SAMPLE: Readonly<Record<Size, number>> = { '5k': 256, '50k': 128, '1m': 64 };

interface Cell {
  readonly ours: Answers;
  readonly echo: Answers;
}

async function measureCell(
  { address }: ServiceProcess,
  size: Size,
  agents: AgentCount,
  echo: string,
): Promise<Cell> {
  const bodies = makeBodies(size, POSTS[size][agents], nextSeed());
  const requests: SignedRequest[] = [];
  for (const body of bodies) {
    requests.push(await signPost(address, 'bench', randomUUID(), body));
  }
  return {
    echo: await sendAll(echo, requests, agents),
    ours: await sendAll(address.endpoint, requests, agents),
  };
}

let seed = 1_000_000;

/** Far enough from the last one that no two posts are of the same seed. */
function nextSeed(): number {
  seed += 1_000_000;
  return seed;
}

function makeBodies(size: Size, count: number, from: number): Buffer[] {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  return Array.from({ length: count }, (_, i) =>
    makeAgentProfile(from + i, SIZES[size], minute - 300_000 + i, `host-${i % 64}`),
  );
}

function reportParts(name: string, { parse, deflate, insert, insertGrouped }: Floors, report: Report): void {
  const parts = {
    'JSON.parse': parse,
    deflate,
    'SQLite insert': insert,
    'SQLite insert, 64 at once': insertGrouped,
  };
  for (const [peer, value] of Object.entries(parts)) {
    report({ name: `${name}/part`, value, unit: 'ms', runs: 1, peer });
  }
}

function reportCell(
  name: string,
  runs: readonly Cell[],
  agents: AgentCount,
  floors: Floors,
  report: Report,
): void {
  const perPost = ({ elapsedMs, latencies }: Answers) => elapsedMs / latencies.length;
  const ours = median(runs.map((run) => perPost(run.ours)));
  const http = median(runs.map((run) => perPost(run.echo)));
  const insert = agents === 1 ? floors.insert : floors.insertGrouped;
  const floor = http + floors.parse + floors.deflate + insert;
  report({ name: `${name}/rate`, value: 1000 / ours, unit: '/s', runs: RUNS });
  report({ name: `${name}/rate`, value: 1000 / floor, unit: '/s', runs: RUNS, peer: 'floor' });
  report({ name: `${name}/rate`, value: 1000 / http, unit: '/s', runs: RUNS, peer: 'HTTP echo' });
  report({ name: `${name}/over-floor`, value: ours / floor, unit: 'times', runs: RUNS });
  for (const [quantileName, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const all = {
      ours: runs.flatMap((run) => run.ours.latencies),
      echo: runs.flatMap((run) => run.echo.latencies),
    };
    const line = { name: `${name}/${quantileName}`, unit: 'ms', runs: all.ours.length };
    report({ ...line, value: quantile(all.ours, share) });
    report({ ...line, value: quantile(all.echo, share), peer: 'HTTP echo' });
  }
}
