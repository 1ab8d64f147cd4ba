import { create, toBinary } from "@bufbuild/protobuf";
import { createCertificateSigner } from "@yanta/sdk";
import type { Client } from "@yanta/sdk";
import type { TestChain, TestChainOptions } from "@yanta/chain/testing";
import { callTx, client as member, installTx, openTestChain, signTx, testMember } from "@yanta/chain/testing";
import { createTxView, TxResponseSchema } from "@yanta/protocol";

/** A solo chain in memory: a contract, blocks of five, one and three calls, and a change of the configuration between them. */
export async function makeChain(options: TestChainOptions = {}): Promise<TestChain> {
  const chain = await openTestChain(options);
  chain.send(installTx("alpha"));
  await chain.makeBlock();
  await putBlock(chain, "a", 5);
  await putBlock(chain, "b", 1);
  await changeConfiguration(chain, "block-update", 1);
  await putBlock(chain, "c", 3);
  return chain;
}

/** A block of some calls, `<name>0` and on. */
export async function putBlock(chain: TestChain, name: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    chain.send(callTx(`${name}${index}`, "put", { key: `${name}${index}`, value: `value of ${name}${index}` }));
  await chain.makeBlock();
}

/** A block that changes the configuration. */
export async function changeConfiguration(chain: TestChain, txId: string, organization: number): Promise<void> {
  const admins = [1, 2, 3].map((org) => testMember(org, "user/admin1"));
  chain.send(
    signTx({
      sender: testMember(organization, "user/admin1"),
      endorsers: admins,
      txId,
      contract: "CHAIN_CONFIG",
      method: "BLOCK_UPDATE",
      parameters: { block_tx_capacity: "50" },
    }),
  );
  await chain.makeBlock();
}

/** A client that asks the chain without a network. */
export function clientOf(chain: TestChain): Client {
  const signer = createCertificateSigner({
    orgId: member.orgId,
    certificatePem: member.certificatePem,
    privateKeyPem: member.privateKey.toPem(),
  });
  return {
    chainId: "chain1",
    signer,
    nowMs: () => Number(chain.clock.seconds) * 1000,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    transport: {
      address: "in-process",
      unary: async (_method, request) => {
        const tx = createTxView(request);
        const refusal = chain.chain.validate(tx);
        const answer = refusal === undefined ? chain.chain.query(tx) : create(TxResponseSchema, refusal);
        return toBinary(TxResponseSchema, answer);
      },
      stream: () => {
        throw new Error("not in tests");
      },
      close: () => undefined,
    },
  };
}
