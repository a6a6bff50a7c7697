import { defaultDataFolder, files } from '../service/handshake';
import type { StoredKey } from '../service/auth/key-file';
import { readKeyFile, ROLES } from '../service/auth/key-file';
import { createKey, KeyError, removeKey, rotateKey } from '../service/auth/keys';
import { oneOf, onlyOne, readArguments, wholeNumber } from './arguments';
import { Failure } from './failure';
import type { Terminal } from './terminal';

/** Longer than any key should be good after somebody decided to replace it: 30 days. */
const MAX_GRACE_SECONDS = 30 * 24 * 3600;

/**
 * `burnline keys list|create|rotate|remove`: the keys of a data folder, whether a service runs on it or not; one that
 * runs takes every change with the next request. A secret is printed once, when it is made, on stdout alone.
 */
export function keys(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, {
    data: { type: 'string', default: defaultDataFolder(process.env, process.platform) },
    role: { type: 'string' },
    grace: { type: 'string' },
  });
  const [verb, ...ids] = positionals;
  const act = verbs[oneOf('keys', verb ?? '', ['list', 'create', 'rotate', 'remove'] as const)];
  try {
    act({ dataFolder: values.data, ids, role: values.role, grace: values.grace }, terminal);
  } catch (error) {
    throw error instanceof KeyError ? new Failure(error.message, 2, error) : error;
  }
  return Promise.resolve(0);
}

interface Request {
  readonly dataFolder: string;
  readonly ids: readonly string[];
  readonly role: string | undefined;
  readonly grace: string | undefined;
}

type Act = (request: Request, terminal: Terminal) => void;

const verbs: Readonly<Record<'list' | 'create' | 'rotate' | 'remove', Act>> = {
  list(request, terminal) {
    refuseOptions(request, 'list', ['role', 'grace']);
    refuseIds(request, 'list');
    const listed = readKeyFile(files.keys(request.dataFolder))?.map(withoutSecret);
    if (listed === undefined) {
      throw new Failure(
        `There are no keys in ${request.dataFolder} yet; the first \`burnline serve\` on it makes some, or name another folder with --data.`,
      );
    }
    terminal.json({ keys: listed });
    if (!terminal.isJson) terminal.say(...listed.map(asRow));
  },

  create(request, terminal) {
    refuseOptions(request, 'create', ['grace']);
    refuseIds(request, 'create');
    const role = oneOf('--role', request.role ?? '', ROLES);
    printNew(createKey(request.dataFolder, role, Date.now()), terminal);
  },

  rotate(request, terminal) {
    refuseOptions(request, 'rotate', ['role']);
    const id = onlyOne(request.ids, 'key id');
    const seconds = wholeNumber('--grace', request.grace ?? '0', MAX_GRACE_SECONDS);
    printNew(rotateKey(request.dataFolder, id, seconds * 1000, Date.now()), terminal);
    terminal.note(
      seconds > 0 ? `${id} is good for ${seconds} s more.` : `${id} is good for nothing any more.`,
    );
  },

  remove(request, terminal) {
    refuseOptions(request, 'remove', ['role', 'grace']);
    const id = onlyOne(request.ids, 'key id');
    removeKey(request.dataFolder, id, Date.now());
    terminal.json({ removed: id });
    terminal.note(`${id} is good for nothing any more.`);
  },
};

function printNew(key: StoredKey, terminal: Terminal): void {
  terminal.json(key);
  // With --json, what is said goes to stderr, and a secret goes nowhere but to stdout.
  if (!terminal.isJson) {
    terminal.say(...Object.entries(key).map(([name, value]) => `${name.padEnd(15)} ${String(value)}`));
  }
  terminal.note('The secret is not shown again.');
}

function withoutSecret({ accessKeyId, role, createdAt, expiresAt }: StoredKey) {
  return { accessKeyId, role, createdAt, expiresAt };
}

function asRow({ accessKeyId, role, createdAt, expiresAt }: ReturnType<typeof withoutSecret>): string {
  const end = expiresAt === undefined ? [] : [`good until ${expiresAt}`];
  return [accessKeyId.padEnd(20), role.padEnd(6), createdAt ?? 'of an earlier version', ...end].join('  ');
}

function refuseOptions(request: Request, verb: string, names: readonly ('role' | 'grace')[]): void {
  const given = names.find((name) => request[name] !== undefined);
  if (given !== undefined) throw new Failure(`keys ${verb} takes no --${given}; see --help.`);
}

function refuseIds({ ids: [id] }: Request, verb: string): void {
  if (id !== undefined) throw new Failure(`keys ${verb} takes options only, not ${JSON.stringify(id)}.`);
}
