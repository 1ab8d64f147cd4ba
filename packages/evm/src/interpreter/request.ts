/** A call that a contract wants made. */
export interface CallRequest {
  readonly kind: "call" | "callcode" | "delegatecall" | "staticcall";
  /** What the contract would give; Infinity for 2^53 and above. */
  readonly gas: number;
  readonly address: string;
  /** Of the caller's own frame for a DELEGATECALL, 0 for a STATICCALL. */
  readonly value: bigint;
  /** A view of the caller's memory, good until the caller runs again. */
  readonly input: Uint8Array;
  readonly outputOffset: number;
  readonly outputLength: number;
}

/** A contract that a contract wants created. */
export interface CreateRequest {
  readonly kind: "create" | "create2";
  readonly value: bigint;
  readonly code: Uint8Array;
  /** 32 bytes; undefined for CREATE. */
  readonly salt: Uint8Array | undefined;
}
