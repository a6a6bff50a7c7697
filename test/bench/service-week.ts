import { DatabaseSync } from 'node:sqlite';
import { deflateSync } from 'node:zlib';
import { fold } from '../../src/service/engine/fold';
import { History } from '../../src/service/engine/history';
import { postAll } from '../../src/service/engine/post';
import { files, makeDataFolder } from '../../src/service/handshake';
import type { Store } from '../../src/service/store/store';
import { openStore } from '../../src/service/store/store';
import type { ServiceProcess } from '../service/service-process';
import { makeAgentProfile, SIZES } from './agent-traffic';
import { endOwnService, makeOwnFolder, startOwnService } from './own-service';
import type { Defer, Report, Scenario } from './measure';
import { median, time } from './measure';
import type { Answers } from './posting';
import { sendAll, signRead } from './posting';
import { NO_USAGE, usageOf } from './process-usage';

/**
 * GetProfile of a group with a hundred agents that have reported every five minutes for eight days: the latest hour, day
 * and week, right after a start and again a moment later. And what a day of an agent adds to the database.
 */
export const weekScenario: Scenario = { name: 'service/week', run: measureWeek };

const AGENTS = 100;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEP = 5 * MINUTE;
const WARM_RUNS = 9;
const COLD_RUNS = 3;
const RANGES = { '1h': HOUR, '24h': DAY, '7d': 7 * DAY } as const;

async function measureWeek(report: Report, defer: Defer): Promise<void> {
  const folder = makeOwnFolder(defer);
  const now = Date.now();
  const today = Math.floor(now / DAY) * DAY;
  fillDay(folder, today - DAY, report);
  repeatDay(folder, today - DAY, now);
  for (const [name, length] of Object.entries(RANGES)) {
    await measureRange(`service/week/read-${name}`, { folder, end: now, length }, report, defer);
  }
}

/** A day as the service's own threads would have made it, without the requests: filed and folded every five minutes. */
function fillDay(folder: string, day: number, report: Report): void {
  makeDataFolder(folder);
  const store = openStore(files.database(folder));
  const group = createGroup(store, day);
  const history = new History(store, console.error);
  const empty = store.bytes();
  const posted = { bytes: 0, deflated: 0 };
  for (let start = day; start < day + DAY; start += STEP) {
    const now = start + STEP;
    const inputs = Array.from({ length: AGENTS }, (_, agent) => {
      const bytes = makeAgentProfile(
        start / 1000 + agent,
        SIZES['5k'],
        start + 1000 * agent,
        `host-${agent}`,
      );
      posted.bytes += bytes.length;
      posted.deflated += deflateSync(bytes, { level: 1 }).length;
      return { group, bytes, contentType: 'application/json', token: `${start}-${agent}`, now };
    });
    postAll({ store, history }, inputs);
    while (fold(store, history, now));
  }
  const line = { name: 'service/week/database-per-agent-day', unit: 'KB', runs: AGENTS };
  report({ ...line, value: (store.bytes() - empty) / AGENTS / 1024 });
  report({ ...line, value: posted.bytes / AGENTS / 1024, peer: 'posted JSON' });
  report({ ...line, value: posted.deflated / AGENTS / 1024, peer: 'posted JSON, deflated' });
  store.close();
}

function createGroup(store: Store, createdAt: number) {
  return store.groups.insert({
    name: 'bench',
    computePlatform: 'Default',
    profilingEnabled: true,
    createdAt,
    updatedAt: createdAt,
    tags: {},
    clientToken: 'bench',
    request: '',
  });
}

/**
 * The same day again, today until now and on each of the six days before: a week of requests would take minutes. Of
 * agent profiles only those that a range may cut are copied, the first and the last five minutes of each.
 */
function repeatDay(folder: string, day: number, now: number): void {
  const database = new DatabaseSync(files.database(folder));
  const cuts = [0, ...Object.values(RANGES)].map((length) => Math.floor((now - length) / STEP) * STEP);
  database.exec('BEGIN');
  for (const days of [1, -1, -2, -3, -4, -5, -6]) {
    const shift = days * DAY;
    database.exec(
      `INSERT INTO aggregate (group_id, period_ms, start_ms, exact, body)
       SELECT group_id, period_ms, start_ms + ${shift}, exact, body FROM aggregate
       WHERE start_ms >= ${day} AND start_ms < ${day + DAY} AND start_ms + ${shift} <= ${now}`,
    );
    for (const cut of cuts.filter((at) => at >= day + shift && at < day + shift + DAY)) {
      database.exec(
        `INSERT INTO agent_profile (group_id, start_ms, received_at, body, format, folded)
         SELECT group_id, start_ms + ${shift}, received_at + ${shift}, body, format, folded FROM agent_profile
         WHERE start_ms + ${shift} >= ${cut} AND start_ms + ${shift} < ${cut + STEP}`,
      );
    }
  }
  database.exec('COMMIT');
  database.close();
}

/** A question to the service of a folder. */
interface Question {
  readonly folder: string;
  readonly end: number;
  readonly length: number;
}

async function measureRange(name: string, question: Question, report: Report, defer: Defer): Promise<void> {
  const cold: number[] = [];
  for (let run = 1; run < COLD_RUNS; run++) {
    const restarted = await startOwnService(question.folder, defer);
    cold.push((await read(restarted, question)).elapsedMs);
    await endOwnService(restarted);
  }
  const service = await startOwnService(question.folder, defer);
  const { elapsedMs, body } = await read(service, question);
  report({ name: `${name}/cold`, value: median([...cold, elapsedMs]), unit: 'ms', runs: COLD_RUNS });
  const warm: number[] = [];
  for (let run = 1; run <= WARM_RUNS; run++) {
    // As a window asks that is left open: the range goes on with the clock.
    warm.push((await read(service, { ...question, end: question.end + run * 1000 })).elapsedMs);
  }
  report({ name: `${name}/warm`, value: median(warm), unit: 'ms', runs: WARM_RUNS });
  const floor = { value: await timeParsing(body), unit: 'ms', runs: WARM_RUNS, peer: 'JSON.parse' };
  report({ name: `${name}/cold`, ...floor });
  report({ name: `${name}/warm`, ...floor });
  report({ name: `${name}/answer`, value: body.length / 1024, unit: 'KB', runs: 1 });
  reportMemory(`${name}/memory`, service, report);
  await endOwnService(service);
}

async function timeParsing(body: Buffer): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < WARM_RUNS; run++) {
    times.push(await time(() => JSON.parse(body.toString('utf8')) as unknown));
  }
  return median(times);
}

async function read({ address }: ServiceProcess, { end, length }: Question): Promise<Answers> {
  const [from, to] = [end - length, end].map((at) => encodeURIComponent(new Date(at).toISOString()));
  const request = await signRead(address, 'bench', `endTime=${to}&startTime=${from}`);
  return sendAll(address.endpoint, [request], 1);
}

function reportMemory(name: string, { child }: ServiceProcess, report: Report): void {
  const usage = usageOf(child.pid ?? 0);
  if (usage === undefined) {
    console.error(`${name} is left out: ${NO_USAGE}.`);
    return;
  }
  report({ name, value: usage.peakMegabytes, unit: 'MB', runs: 1 });
}
