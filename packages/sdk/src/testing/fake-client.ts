import { readFileSync } from "node:fs";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { TxRequestSchema, TxResponseSchema, type TxRequest, type TxResponse } from "@yanta/protocol";
import type { Client } from "../client.ts";
import { createCertificateSigner, type Signer } from "../signer.ts";

export const testdata = join(import.meta.dirname, "../../../../third_party/chainmaker-testdata/testdata");

export const orgIdOf = (org: number): string => `wx-org${org}.chainmaker.org`;

/** A member of ChainMaker's test chain, e.g. `1, "client1"`. */
export function testSigner(org: number, user: string): Signer {
  const base = join(testdata, "crypto-config", orgIdOf(org), "user", user, user);
  return createCertificateSigner({
    orgId: orgIdOf(org),
    certificatePem: readFileSync(`${base}.sign.crt`, "utf8"),
    privateKeyPem: readFileSync(`${base}.sign.key`, "utf8"),
  });
}

/** What a test's node does with the calls of a client. */
export interface FakeNode {
  /** Answers a call with a message; bytes are sent as they are. */
  answer?: (request: TxRequest, method: string) => Partial<TxResponse> | Uint8Array;
  /** The messages of a stream. */
  stream?: (request: TxRequest) => readonly Uint8Array[];
}

/** A client of organisation 1 with a fixed clock and randomness whose transport is a function. */
export function fakeClient(node: FakeNode = {}): Client {
  return {
    chainId: "chain1",
    signer: testSigner(1, "client1"),
    nowMs: () => 1_700_000_000_123,
    randomBytes: (length) => Uint8Array.from({ length }, (_, index) => index),
    transport: {
      address: "test:0",
      unary: async (method, bytes) => {
        const answer = node.answer?.(fromBinary(TxRequestSchema, bytes), method) ?? {};
        if (answer instanceof Uint8Array) return answer;
        const { $typeName: _, $unknown: __, ...fields } = answer;
        return toBinary(TxResponseSchema, create(TxResponseSchema, fields));
      },
      stream: async function* (_method, bytes) {
        yield* node.stream?.(fromBinary(TxRequestSchema, bytes)) ?? [];
      },
      close: () => undefined,
    },
  };
}
