/** Codes of JSON-RPC 2.0 and EIP-1474. */
export const rpcErrorCodes = {
  parse: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internal: -32_603,
  server: -32_000,
  limitExceeded: -32_005,
  reverted: 3,
} as const;

/** What a call is answered with when it cannot be done. */
export class RpcError extends Error {
  readonly code: number;
  /** Hex data of a revert. */
  readonly data: string | undefined;

  constructor(code: number, message: string, data?: string) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** A parameter is missing or of the wrong form. */
export function invalidParams(reason: string): RpcError {
  return new RpcError(rpcErrorCodes.invalidParams, reason);
}

/** The call is understood but cannot be served. */
export function serverError(reason: string): RpcError {
  return new RpcError(rpcErrorCodes.server, reason);
}

/** The call asks for more than one answer may hold. */
export function limitExceeded(reason: string): RpcError {
  return new RpcError(rpcErrorCodes.limitExceeded, reason);
}
