import * as vscode from 'vscode';
import { connectionId, isSameAddress, LOCAL_CONNECTION_ID } from '../aws/endpoint';
import type { AwsConnection, Connection } from '../aws/endpoint';
import { loadProviders } from '../aws/credentials';
import type { DecodeBody } from '../aws/decode-profile';
import type { Gateway } from '../aws/gateway';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { unlessAborted } from '../focus/unless-aborted';
import { setContextKey } from './context-keys';
import type { ServiceProcess } from './service-process';
import { getSetting, onDidChangeSettings } from './settings';

/** The gateways that are open, one per connection: the embedded service first, then what the settings list. */
export interface Connections extends vscode.Disposable {
  readonly onDidChange: Event<void>;
  list(): readonly ConnectionRow[];
  /** Starts the embedded service where that is meant and it does not run. @param signal ends the waiting, not the start */
  connect(id: string, signal?: AbortSignal): Promise<OpenConnection>;
  /** Undefined where the embedded service does not run. */
  peek(id: string): Promise<OpenConnection | undefined>;
}

export interface ConnectionRow {
  readonly id: string;
  readonly kind: 'local' | 'aws';
  readonly label: string;
  readonly detail: string;
}

export interface OpenConnection {
  readonly label: string;
  /** Where it leads: `127.0.0.1`, a role. */
  readonly detail: string;
  readonly region: string;
  readonly gateway: Gateway;
}

export function createConnections(service: ServiceProcess, decode: DecodeBody): Connections {
  const changed = new Emitter<void>();
  const open = new Map<string, OpenConnection>();
  const settings = onDidChangeSettings(['burnline.connections'], () => changed.fire());

  const reuse = async (connection: Connection, label: string, detail: string): Promise<OpenConnection> => {
    // The SDK takes as long to load as all the rest: a bundle of its own, which waits until a connection is asked.
    const { createGateway } = await import('../aws/gateway');
    const id = connectionId(connection);
    const known = open.get(id);
    if (known && isSameAddress(known.gateway.connection, connection)) return known;
    known?.gateway.dispose();
    const region = connection.kind === 'local' ? connection.address.region : connection.region;
    const opened = { label, detail, region, gateway: createGateway(connection, loadProviders, decode) };
    open.set(id, opened);
    return opened;
  };

  const openAws = async (id: string): Promise<OpenConnection> => {
    const connection = awsConnections().find((one) => connectionId(one) === id);
    if (!connection) {
      throw new Error(vscode.l10n.t('There is no such connection any more. Choose another one.'));
    }
    return reuse(connection, awsLabel(connection), connection.roleArn ?? '');
  };

  const openLocal = (address: Awaited<ReturnType<ServiceProcess['ensure']>>): Promise<OpenConnection> => {
    setContextKey('burnline.service', 'running');
    return reuse({ kind: 'local', address }, localLabel(), new URL(address.endpoint).hostname);
  };

  const startLocal = async (): Promise<OpenConnection> => {
    if (!open.has(LOCAL_CONNECTION_ID)) setContextKey('burnline.service', 'starting');
    try {
      return await openLocal(await service.ensure());
    } catch (error) {
      setContextKey('burnline.service', 'failed');
      throw error;
    }
  };

  return {
    onDidChange: changed.event,

    list: () => [
      { id: LOCAL_CONNECTION_ID, kind: 'local', label: localLabel(), detail: '' },
      ...awsConnections().map((connection): ConnectionRow => ({
        id: connectionId(connection),
        kind: 'aws',
        label: awsLabel(connection),
        detail: connection.roleArn ?? '',
      })),
    ],

    connect: (id, signal) => {
      const opening = id === LOCAL_CONNECTION_ID ? startLocal() : openAws(id);
      return signal ? unlessAborted(opening, signal) : opening;
    },

    peek: async (id) => {
      if (id !== LOCAL_CONNECTION_ID) return openAws(id);
      const address = await service.find();
      return address && openLocal(address);
    },

    dispose: () => {
      settings.dispose();
      changed.dispose();
      for (const { gateway } of open.values()) gateway.dispose();
    },
  };
}

/** One that was written twice is one: rows are told apart by their ids. */
function awsConnections(): AwsConnection[] {
  const written = getSetting('burnline.connections').map((one): AwsConnection => ({ kind: 'aws', ...one }));
  return [...new Map(written.map((one) => [connectionId(one), one])).values()];
}

function awsLabel({ profile, region }: AwsConnection): string {
  return `${profile} · ${region}`;
}

function localLabel(): string {
  return vscode.l10n.t('Embedded service');
}
