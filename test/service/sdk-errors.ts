import { CodeGuruProfilerServiceException } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';

/** How a request of the SDK failed, as `ResourceNotFoundException 404: message`. */
export async function errorOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'no error';
  } catch (error) {
    assert.ok(error instanceof CodeGuruProfilerServiceException, String(error));
    return `${error.name} ${error.$metadata.httpStatusCode}: ${error.message}`;
  }
}
