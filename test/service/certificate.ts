import { generateKeyPairSync, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate that vouches for itself, for an hour, and its key: both PEM. Node reads such but makes none. */
export function makeCertificate(names: readonly string[]): { certificate: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const body = sequence(
    tagged(0xa0, integer(2)), // version 3
    integer(1),
    ECDSA_WITH_SHA256,
    sequence(), // issuer
    sequence(time(now - 60_000), time(now + 3_600_000)),
    sequence(), // subject: the names are in the extension
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(sequence(SUBJECT_ALT_NAME, tagged(0x04, sequence(...names.map(altName)))))),
  );
  const signature = tagged(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const der = sequence(body, ECDSA_WITH_SHA256, signature);
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

// As much of DER as that takes (X.690): a tag, a length, the content.

function tagged(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function sequence(...content: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...content);
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]));
}

/** 20261121040041Z */
function time(at: number): Buffer {
  return tagged(0x18, Buffer.from(new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function altName(name: string): Buffer {
  return isIP(name) === 4
    ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
    : tagged(0x82, Buffer.from(name));
}

/** 2.5.29.17 */
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');
/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
