import { toBinary } from "@bufbuild/protobuf";
import { createTxView, TxResponseSchema, type TxResponse, type TxView } from "@yanta/protocol";
import type { Client, Signer } from "@yanta/sdk";
import { contractTestingErrors } from "./errors.ts";

interface InProcessClientOptions {
  readonly chainId: string;
  readonly signer: Signer;
  readonly nowMs: () => number;
  readonly respond: (tx: TxView) => Promise<TxResponse>;
}

/** A client of the SDK that reaches the chain without a network. It sends transactions and queries; it does not subscribe. */
export function createInProcessClient({ chainId, signer, nowMs, respond }: InProcessClientOptions): Client {
  const refuse = (method: string): never => {
    throw contractTestingErrors.create("CONTRACT_TEST_FAULT", { reason: `${method} is not there in tests` });
  };
  return {
    chainId,
    signer,
    nowMs,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    transport: {
      address: "in-process",
      unary: async (method, request) => {
        if (method !== "SendRequest" && method !== "SendRequestSync") return refuse(method);
        return toBinary(TxResponseSchema, await respond(createTxView(request)));
      },
      stream: (method) => refuse(method),
      close: () => undefined,
    },
  };
}
