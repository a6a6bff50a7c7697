import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ServiceAddress } from '../../src/service/handshake';

/** A URL that the SDK's own signer made, good for an hour. */
export async function presign(
  address: ServiceAddress,
  { method = 'GET', target, body }: { method?: string; target: string; body?: string },
): Promise<string> {
  const { hostname, host, port, pathname, searchParams } = new URL(target, address.endpoint);
  const { region } = address;
  const signer = new SignatureV4({
    service: 'codeguru-profiler',
    region,
    credentials: address,
    sha256: Sha256,
  });
  const { query } = await signer.presign({
    protocol: 'http:',
    method,
    hostname,
    port: Number(port),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host },
    body,
  });
  return `${address.endpoint}${pathname}?${new URLSearchParams(query as Record<string, string>).toString()}`;
}
