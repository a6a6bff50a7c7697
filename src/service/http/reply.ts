import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ServiceError } from '../errors';
import { OPERATIONS } from '../model/constraints';
import type { OperationModel, OperationName } from '../model/input';
import type { Output } from './routes';

/** Outputs and failures of operations as HTTP responses. Decides nothing: what is sent was decided before. */

/** The service model names a payload for some operations: that member is the whole body, with no key around it. */
export async function sendOutput(
  request: IncomingMessage,
  response: ServerResponse,
  operation: OperationName,
  output: Output,
): Promise<void> {
  const model: OperationModel = OPERATIONS[operation];
  if (!output) {
    response.writeHead(model.status).end();
    return;
  }
  const body = model.payload === undefined ? output : output[model.payload];
  if (body instanceof Uint8Array) {
    return sendBytes(request, response, model.status, body, String(output.contentType));
  }
  response.writeHead(model.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Both SDKs make the exception of that name from the header, and take its message from the body. */
export function sendFailure(
  response: ServerResponse,
  { status, code, message, headers }: ServiceError,
): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': code });
  response.end(JSON.stringify({ message }));
}

/** The only raw output of the service model is GetProfile's; compressed for those who ask for it, on another thread. */
async function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  bytes: Uint8Array,
  contentType: string,
): Promise<void> {
  const asksForGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(
    String(request.headers['accept-encoding'] ?? ''),
  );
  const headers = { 'content-type': contentType, vary: 'accept-encoding' };
  if (asksForGzip) {
    const zipped = await promisify(gzip)(bytes, { level: 1 });
    response.writeHead(status, { ...headers, 'content-encoding': 'gzip' }).end(zipped);
  } else {
    response.writeHead(status, headers).end(bytes);
  }
}
