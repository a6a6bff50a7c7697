import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import type { Disposable } from '../base/disposables';
import type { Focus } from '../focus/focus';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import type { CostingLoader } from '../focus/profile-loader';
import { isSameGroup } from '../focus/selection';
import type { Profile } from '../profile/tables';
import { FILE_CONNECTION_ID } from '../protocol/source';
import type { Connections } from './connections';
import type { Log } from './log';
import { describeError } from './log';
import type { ProfileStore } from './profile-store';

export interface KeptProfileServices {
  readonly store: ProfileStore;
  readonly focus: Focus;
  readonly loader: CostingLoader;
  readonly connections: Pick<Connections, 'peek'>;
  readonly decode: (body: Uint8Array) => Promise<Profile>;
  readonly log: Log;
}

/** A live run brings a new profile every few seconds; on disk one from half a minute ago does as well. */
const SAVE_AFTER_MS = 30_000;

/** Keeps what is in focus on disk, so that the next window has numbers before any connection has answered. */
export function keepProfiles(services: KeptProfileServices): Disposable & { flush(): Promise<void> } {
  const { focus } = services;
  const owned = new Disposables();
  let timer: NodeJS.Timeout | undefined;
  let pending: LoadedProfile | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const loaded = pending;
    pending = undefined;
    if (loaded) await save(loaded, services);
  };
  owned.add(
    focus.onDidChange((loaded) => {
      if (!loaded || loaded.connectionId === FILE_CONNECTION_ID) return;
      const isAnother = pending !== undefined && !isSameGroup(pending, loaded);
      if (isAnother) void flush();
      pending = loaded;
      timer ??= setTimeout(() => void flush(), SAVE_AFTER_MS);
      // An extension host that has nothing else to do may end.
      timer.unref();
    }),
  );
  return {
    flush,
    dispose: () => {
      void flush();
      owned.dispose();
    },
  };
}

/**
 * Shows what was kept, unless something newer is there already by then, or something else was selected.
 *
 * @param isMeant asked when it is here
 * @returns whether it did
 */
export async function showKept(
  key: ProfileKey,
  isMeant: () => boolean,
  services: KeptProfileServices,
): Promise<boolean> {
  const { store, focus, loader, decode, log } = services;
  const kept = await store.load(key);
  if (!kept || focus.current) return false;
  try {
    const profile = await decode(kept.body);
    if (focus.current || !isMeant()) return false;
    focus.show(loader.revive(key, { ...kept, profile }));
    return true;
  } catch (error) {
    log.warn(describeError(error));
    return false;
  }
}

/** *Clear Cached Profiles*: what is on the screen stays there. */
export async function clearKept(store: ProfileStore): Promise<void> {
  const count = await store.clear();
  void vscode.window.showInformationMessage(
    count === 0
      ? vscode.l10n.t('No profiles were kept on this machine.')
      : vscode.l10n.t('Profiles that were kept on this machine are removed: {0}.', count),
  );
}

/** Not worth a message: the profile itself is on the screen. */
async function save(loaded: LoadedProfile, { store, connections, log }: KeptProfileServices): Promise<void> {
  try {
    const connection = await connections.peek(loaded.connectionId);
    await store.save(loaded, connection?.region ?? 'us-east-1');
  } catch (error) {
    log.warn(describeError(error));
  }
}
