import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openHeadlessPlayground } from "../headless/open-headless-playground.ts";
import { decodeChainFile } from "../replay/chain-file.ts";
import { replayLog } from "../replay/replay-log.ts";
import { createSeededDump, listSeededMembers, seededGenesisHash } from "./seeded-start.ts";

describe("a chain from a seed", () => {
  it("begins with the same block and has the same keys each time, and others for another seed", async () => {
    const [one, again, other] = ["a", "a", "b"].map((seed) => createSeededDump(seed));
    assert.ok(one !== undefined && other !== undefined);
    assert.deepEqual(one, again);
    assert.notEqual(seededGenesisHash("a"), seededGenesisHash("b"));
    assert.notDeepEqual(decodeChainFile(one).network, decodeChainFile(other).network);
    // What the browsers' backend comes to, too (node --conditions=browser).
    assert.equal(seededGenesisHash("vector"), "cf88bdd16a2925eb1dfcea89a0c7500a75bcf56e3ed0b8583b9e006b853cd9d9");
    const playground = await openHeadlessPlayground({ load: one });
    assert.equal(playground.info.genesisHash, seededGenesisHash("a"));
    assert.deepEqual(playground.info.members, listSeededMembers("a"));
    const [{ address, ...sender } = assert.fail("nobody")] = playground.info.members;
    const sent = await playground.send({ contract: "nothing", method: "do", sender });
    const trace = await playground.trace({ txId: sent.txId });
    assert.equal(trace.kind === "trace" && trace.senderAddress, address);
    await playground.close();
  });

  it("takes transactions of its members, whose requests a replay shows whole", async () => {
    const playground = await openHeadlessPlayground({ load: createSeededDump("a") });
    const sender = { orgId: "wx-org3.chainmaker.org", name: "admin1" };
    const endorsers = [sender, { orgId: "wx-org1.chainmaker.org", name: "admin1" }];
    const parameters = { text: "x".repeat(10_000) };
    const sent = await playground.send({ contract: "nothing", method: "do", parameters, sender, endorsers });
    const log = await playground.exportLog();
    const further = await openHeadlessPlayground({ load: createSeededDump("a", log) });
    assert.deepEqual(await further.getTip(), await playground.getTip());
    await further.close();
    await assert.rejects(openHeadlessPlayground({ load: createSeededDump("b", log) }), {
      code: "PLAYGROUND_LOG_FOREIGN",
    });
    const chain = await replayLog(log, {
      budget: { bytesMax: 1_000_000, gasMax: 1n, timeMsMax: 60_000 },
      genesisHash: seededGenesisHash("a"),
      monotonicMs: () => performance.now(),
    });
    const request = chain.getRequest(sent.txId);
    assert.deepEqual([request?.contract, request?.method], ["nothing", "do"]);
    assert.equal(new TextDecoder().decode(request?.parameters["text"]), parameters.text);
    const named = (orgId: string) => ({ orgId, commonName: `admin1.sign.${orgId}` });
    assert.deepEqual(request?.sender, named("wx-org3.chainmaker.org"));
    assert.deepEqual(request?.endorsers, [named("wx-org3.chainmaker.org"), named("wx-org1.chainmaker.org")]);
    assert.equal(chain.getRequest("unknown"), undefined);
    assert.deepEqual(chain.getRequest(chain.getBlock(0n)?.txs[0]?.txId ?? "")?.sender, undefined);
    await chain.close();
    await playground.close();
  });
});
