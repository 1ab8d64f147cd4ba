import { Client, credentials, status, type ClientReadableStream, type ServiceError } from "@grpc/grpc-js";
import { sdkErrors } from "../errors.ts";
import { callTimeoutMs, messageBytesMax } from "../limits.ts";
import type { CallOptions, Transport } from "./transport.ts";

export interface GrpcTransportOptions {
  /** host:port */
  readonly address: string;
  /** Without it the connection is in clear. */
  readonly tls?: {
    /** PEM of the CAs that the node's certificate is checked with. */
    readonly trustRootsPem: string;
    /** Name the node's certificate must carry; ChainMaker's certificates say `chainmaker.org`. */
    readonly serverName: string;
    /** The client's TLS certificate and key for two-way TLS. */
    readonly client?: { readonly certificatePem: string; readonly privateKeyPem: string };
  };
}

const bytesOut = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
// Not the Buffer itself: it would make Buffers of all bytes in the decoded messages.
const bytesIn = (bytes: Buffer): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Connects lazily to one node's api.RpcNode. */
export function createGrpcTransport(options: GrpcTransportOptions): Transport {
  const { address, tls } = options;
  const channelCredentials =
    tls === undefined
      ? credentials.createInsecure()
      : credentials.createSsl(
          Buffer.from(tls.trustRootsPem),
          tls.client === undefined ? null : Buffer.from(tls.client.privateKeyPem),
          tls.client === undefined ? null : Buffer.from(tls.client.certificatePem),
        );
  const client = new Client(address, channelCredentials, {
    "grpc.max_receive_message_length": messageBytesMax,
    "grpc.max_send_message_length": messageBytesMax,
    "grpc.enable_channelz": 0,
    ...(tls === undefined
      ? {}
      : { "grpc.ssl_target_name_override": tls.serverName, "grpc.default_authority": tls.serverName }),
  });

  return {
    address,
    unary: (method, request, callOptions = {}) => unary({ client, address, method, request, callOptions }),
    stream: (method, request, callOptions = {}) => stream({ client, address, method, request, callOptions }),
    close: () => client.close(),
  };
}

interface Call {
  readonly client: Client;
  readonly address: string;
  readonly method: string;
  readonly request: Uint8Array;
  readonly callOptions: CallOptions;
}

function unary({ client, address, method, request, callOptions }: Call): Promise<Uint8Array> {
  if (callOptions.signal?.aborted) return Promise.reject(callOptions.signal.reason);
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const call = client.makeUnaryRequest<Uint8Array, Uint8Array>(
    `/api.RpcNode/${method}`,
    bytesOut,
    bytesIn,
    request,
    { deadline: Date.now() + (callOptions.timeoutMs ?? callTimeoutMs) },
    (error, answer) => {
      callOptions.signal?.removeEventListener("abort", cancel);
      if (error !== null)
        reject(callOptions.signal?.aborted ? callOptions.signal.reason : callError(error, address, method));
      else resolve(answer ?? new Uint8Array(0));
    },
  );
  const cancel = (): void => call.cancel();
  callOptions.signal?.addEventListener("abort", cancel, { once: true });
  return promise;
}

async function* stream({ client, address, method, request, callOptions }: Call): AsyncIterable<Uint8Array> {
  const { signal } = callOptions;
  signal?.throwIfAborted();
  const call: ClientReadableStream<Uint8Array> = client.makeServerStreamRequest(
    `/api.RpcNode/${method}`,
    bytesOut,
    bytesIn,
    request,
  );
  const cancel = (): void => call.cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    for await (const message of call) yield message as Uint8Array;
  } catch (error) {
    if (signal?.aborted) return;
    throw callError(error as ServiceError, address, method);
  } finally {
    signal?.removeEventListener("abort", cancel);
    call.cancel();
  }
}

/** grpc-js wraps what the system says of a connection: `No connection established. Last error: Error: … Resolution note: …`. */
function plainReason(details: string): string {
  return /Last error: (?:Error: )?(.+?)\.? Resolution note:/.exec(details)?.[1] ?? details;
}

function callError(error: ServiceError, address: string, method: string): Error {
  if (error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED) {
    return sdkErrors.create("SDK_UNREACHABLE", { address, reason: plainReason(error.details) }, error);
  }
  return sdkErrors.create(
    "SDK_CALL_FAILED",
    { method, status: status[error.code] ?? String(error.code), reason: error.details },
    error,
  );
}
