/** Carries encoded requests to a node. The Node implementation speaks gRPC; a browser's will speak to the HTTP gateway. */
export interface Transport {
  readonly address: string;
  unary(method: string, request: Uint8Array, options?: CallOptions): Promise<Uint8Array>;
  stream(method: string, request: Uint8Array, options?: CallOptions): AsyncIterable<Uint8Array>;
  close(): void;
}

export interface CallOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
