import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateSync } from 'node:zlib';
import type { Defer } from './measure';
import { time } from './measure';

/** The least that anybody has to do who takes an agent profile. All in milliseconds per profile. */
export interface Floors {
  readonly parse: number;
  readonly deflate: number;
  /** Each in a transaction of its own, and 64 in one. */
  readonly insert: number;
  readonly insertGrouped: number;
}

/** How many share a transaction, as in the service. */
const GROUP = 64;

/**
 * @param folder where the service has its database, so that both wait for the same disk
 * @param timer what the milliseconds are of: `time`, or `cpuTime`, in which waiting for the disk counts nothing
 */
export async function measureFloors(
  bodies: readonly Buffer[],
  folder: string,
  timer: typeof time = time,
): Promise<Floors> {
  const deflated = bodies.map(deflate);
  const each = async (work: (body: Buffer) => unknown) =>
    (await timer(() => bodies.forEach(work))) / bodies.length;
  return {
    parse: await each((body) => JSON.parse(body.toString('utf8')) as unknown),
    deflate: await each(deflate),
    insert: await insert(deflated, 1, folder, timer),
    insertGrouped: await insert(deflated, GROUP, folder, timer),
  };
}

function deflate(body: Buffer): Uint8Array {
  return deflateSync(body, { level: 1 });
}

/** Rows of nothing but the bytes, as durable as the service's. */
async function insert(
  bodies: readonly Uint8Array[],
  atOnce: number,
  folder: string,
  timer: typeof time,
): Promise<number> {
  const database = new DatabaseSync(join(folder, `floor-${atOnce}.db`));
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS post (body BLOB)',
  );
  const statement = database.prepare('INSERT INTO post VALUES (?)');
  const elapsed = await timer(() => {
    for (let at = 0; at < bodies.length; at += atOnce) {
      database.exec('BEGIN IMMEDIATE');
      bodies.slice(at, at + atOnce).forEach((body) => statement.run(body));
      database.exec('COMMIT');
    }
  });
  database.close();
  return elapsed / bodies.length;
}

const ECHO_PROGRAM = `
  const server = require('node:http').createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(204).end());
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port)));
`;

export interface Echo {
  readonly endpoint: string;
  readonly pid: number;
}

/** A server that reads what it is sent, throws it away and says 204: what HTTP alone costs, here and in this client. */
export async function startEcho(defer: Defer): Promise<Echo> {
  const child = spawn(process.execPath, ['-e', ECHO_PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  defer(() => {
    child.kill();
    return gone;
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { endpoint: `http://127.0.0.1:${port.toString()}`, pid: child.pid ?? 0 };
}
