import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import { TxType } from "@yanta/protocol";
import { createPayload, getChainInfo, invokeContract, signRequest, subscribeBlocks } from "@yanta/sdk";
import { startRunningChain, type RunningChain } from "../support/running-chain.ts";

const slowCount = 50;
const loadMs = 8_000;
const senders = 16;
const growthBytesMax = 300 * 1024 * 1024;
/** Subscribers that read must not fall behind by more than this when the load ends. */
const catchUpMs = 10_000;

/** Opens a subscription from genesis that nobody reads. */
async function openSlowSubscription(chain: RunningChain): Promise<() => void> {
  const { trustRootsPem, serverName, client } = chain.folder.tls(1, "client1");
  const socket = connectTls({
    port: chain.node.port,
    host: "127.0.0.1",
    ca: trustRootsPem,
    servername: serverName,
    cert: client?.certificatePem,
    key: client?.privateKeyPem,
    ALPNProtocols: ["h2"],
  });
  await once(socket, "secureConnect");
  const session = connectHttp2("https://chainmaker.org", { createConnection: () => socket });
  session.on("error", () => undefined);
  const payload = createPayload(chain.client, {
    txType: TxType.SUBSCRIBE,
    contract: "SUBSCRIBE_MANAGE",
    method: "SUBSCRIBE_BLOCK",
    parameters: {
      START_BLOCK: new Uint8Array(8),
      END_BLOCK: new Uint8Array(8).fill(0xff),
      WITH_RWSET: "true",
      ONLY_HEADER: "false",
    },
  });
  const { bytes } = await signRequest(payload, { signer: chain.client.signer });
  const stream = session.request({
    ":method": "POST",
    ":path": "/api.RpcNode/Subscribe",
    "content-type": "application/grpc",
    te: "trailers",
  });
  stream.on("error", () => undefined);
  const length = Buffer.alloc(5);
  length.writeUInt32BE(bytes.length, 1);
  stream.end(Buffer.concat([length, bytes]));
  return () => session.destroy();
}

test(
  `${slowCount} subscribers that never read cost little memory and hold nobody up`,
  { timeout: 120_000 },
  async (t) => {
    const chain = await startRunningChain();
    t.after(() => chain.stop());
    const close = await Promise.all(Array.from({ length: slowCount }, () => openSlowSubscription(chain)));
    t.after(() => close.forEach((each) => each()));
    const memoryBefore = chain.memory();

    const cancel = new AbortController();
    let seenHeight = 0n;
    const reading = (async () => {
      for await (const { block } of subscribeBlocks(chain.client, { startHeight: 0n, signal: cancel.signal })) {
        seenHeight = block?.header?.blockHeight ?? seenHeight;
      }
    })();

    const end = Date.now() + loadMs;
    let sent = 0;
    const send = async (sender: number): Promise<void> => {
      for (let n = 0; Date.now() < end; n++) {
        const parameters = { file_hash: `h${sender}-${n}`, file_name: "n".repeat(4_000), time: "1" };
        await invokeContract(chain.client, { contract: "fact", method: "save", parameters });
        sent++;
      }
    };
    await Promise.all(Array.from({ length: senders }, (_, index) => send(index)));
    t.diagnostic(`${sent} transactions sent`);
    assert.ok(sent > senders * 5, `only ${sent} transactions came through`);

    const { blockHeight } = await getChainInfo(chain.client);
    const deadline = Date.now() + catchUpMs;
    while (seenHeight < blockHeight && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(seenHeight >= blockHeight, `the reader is at block ${seenHeight} of ${blockHeight}`);
    cancel.abort();
    await reading;

    const memory = chain.memory();
    if (memory === undefined || memoryBefore === undefined)
      return t.diagnostic("this system does not tell the memory of a process");
    t.diagnostic(`memory went from ${memoryBefore} to ${memory} bytes`);
    assert.ok(memory - memoryBefore < growthBytesMax, `the node grew from ${memoryBefore} to ${memory} bytes`);
  },
);
