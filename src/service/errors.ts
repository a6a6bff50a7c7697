/**
 * Failures as they go over the wire: a status, the code that both AWS SDKs turn into an exception of that name, and a
 * message for people. Anything else that is thrown is a defect of ours and answers 500 without details.
 *
 * The first group is what the service model lists; the second is common to all AWS services and comes from the layers
 * before an operation; the last is our own.
 */
export abstract class ServiceError extends Error {
  abstract readonly code: string;
  abstract readonly status: number;
  /** Extra response headers. */
  readonly headers: Readonly<Record<string, string>> = {};
}

export class ValidationException extends ServiceError {
  readonly code = 'ValidationException';
  readonly status = 400;
}

export class ResourceNotFoundException extends ServiceError {
  readonly code = 'ResourceNotFoundException';
  readonly status = 404;
}

export class ConflictException extends ServiceError {
  readonly code = 'ConflictException';
  readonly status = 409;
}

export class ServiceQuotaExceededException extends ServiceError {
  readonly code = 'ServiceQuotaExceededException';
  readonly status = 402;
}

export class ThrottlingException extends ServiceError {
  readonly code = 'ThrottlingException';
  readonly status = 429;
  override readonly headers = { 'retry-after': '1' };
}

export class InternalServerException extends ServiceError {
  readonly code = 'InternalServerException';
  readonly status = 500;
}

export class UnknownOperationException extends ServiceError {
  readonly code = 'UnknownOperationException';
  readonly status = 404;
}

/** A request that is not signed, or not by us. All of them answer 403, and nothing of the request is looked at further. */
export class AuthenticationError extends ServiceError {
  readonly status = 403;

  constructor(
    readonly code:
      | 'MissingAuthenticationTokenException'
      | 'IncompleteSignatureException'
      | 'UnrecognizedClientException'
      | 'InvalidSignatureException',
    message: string,
  ) {
    super(message);
  }
}

/** Signed by one of ours whose role does not reach that far. */
export class AccessDeniedException extends ServiceError {
  readonly code = 'AccessDeniedException';
  readonly status = 403;
}

/** A request that a browser was led into sending here (DNS rebinding), or that came through a proxy. */
export class ForbiddenHostException extends ServiceError {
  readonly code = 'ForbiddenHostException';
  readonly status = 403;
}

/** A request that a web page of somebody else had a browser send. */
export class ForbiddenOriginException extends ServiceError {
  readonly code = 'ForbiddenOriginException';
  readonly status = 403;
}

/** Both SDKs send such a request again. */
export class RequestTimeoutException extends ServiceError {
  readonly code = 'RequestTimeoutException';
  readonly status = 408;
}

/** One of the above that was thrown on another thread. */
export class ThreadedError extends ServiceError {
  readonly code: string;
  readonly status: number;

  constructor({ code, status, message }: Pick<ServiceError, 'code' | 'status' | 'message'>) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
