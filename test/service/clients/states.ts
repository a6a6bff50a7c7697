import { CreateProfilingGroupCommand } from '@aws-sdk/client-codeguruprofiler';
import { DatabaseSync } from 'node:sqlite';
import { files } from '../../../src/service/handshake';
import type { TestService } from '../running-service';
import { makeFolder, startTestService } from '../running-service';
import type { State } from './case';

/** Services of the real code in states that errors come from, each started when it is first asked for. */
export function createStates(): {
  get(state: State): Promise<TestService>;
  end(): Promise<void>;
} {
  const started = new Map<State, Promise<TestService>>();
  return {
    get(state) {
      const service = started.get(state) ?? starters[state]();
      started.set(state, service);
      return service;
    },
    async end() {
      for (const service of started.values()) await (await service).end();
    },
  };
}

const starters: Readonly<Record<State, () => Promise<TestService>>> = {
  /** One that takes no request, since as many as it may have are under way: none. */
  busy: () => startTestService({ limits: { requests: 0 } }),

  /**
   * One whose tables are gone: whatever an operation reads or writes fails. The version of the schema stays, or the next
   * thread to start would make the tables anew.
   */
  async broken() {
    const dataFolder = makeFolder();
    const service = await startTestService({ dataFolder });
    const database = new DatabaseSync(files.database(dataFolder));
    database.exec('PRAGMA foreign_keys = OFF');
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
    for (const name of tables.map((table) => String(table.name))) {
      if (name !== 'schema_version' && !name.startsWith('sqlite_')) database.exec(`DROP TABLE "${name}"`);
    }
    database.close();
    return service;
  },

  /** One that has as many profiling groups as an account may have. */
  async full() {
    const service = await startTestService();
    const create = (profilingGroupName: string) =>
      service.client.send(
        new CreateProfilingGroupCommand({ profilingGroupName, clientToken: profilingGroupName }),
      );
    for (let first = 0; first < 500; first += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => create(`group-${first + index}`)));
    }
    return service;
  },
};
