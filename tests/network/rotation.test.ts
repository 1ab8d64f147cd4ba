import assert from "node:assert/strict";
import { copyFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bytesToUtf8 } from "@yanta/bytes";
import {
  changeChainConfig,
  createCertificateSigner,
  getBlockByHeight,
  getChainInfo,
  getConsensusState,
  invokeContract,
  loadClient,
  loadClients,
  type Client,
  type Signer,
} from "@yanta/sdk";
import { issueAuthority, issueMember, writeIdentity } from "../../packages/cli/src/dev-chain/identities.ts";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { runYanta, yantaJson } from "../support/yanta-command.ts";
import { checkAcknowledged, checkSameBlocks, untilLevel } from "./network-invariants.ts";
import { startLoad } from "./network-load.ts";
import { startNetwork, type NodeUnderTest } from "./network-under-test.ts";
import { until, validators, voters } from "./voters.ts";

const engine = setUpTool("cometbft");
const orgOf = (number: number): string => `wx-org${number}.chainmaker.org`;

interface Rotated {
  readonly nodeId: string;
  readonly previousNodeId: string;
  readonly engineKey: string;
  readonly isRunning: boolean;
}

test("keys, CAs and block versions change while the chain goes on", { skip: engine.skip }, async (t) => {
  if (engine.kind === "missing") return;
  const network = await startNetwork({ count: 4, engine: engine.path, delayMs: "direct", blockVersion: "2030200" });
  const options = { folder: network.folder, environment: { YANTA_COMETBFT: engine.path } };
  const yanta = (...argv: string[]): Promise<unknown> =>
    yantaJson([...argv, "--sdk-config", network.sdkConfig], options);
  const load = startLoad(network.nodes, 1);
  const node = (number: number): NodeUnderTest => {
    const found = network.nodes[number - 1];
    assert.ok(found !== undefined);
    return found;
  };
  const config = (number: number): string => join(node(number).folder, "chainmaker.yml");
  const members = (number: number): string => join(network.folder, "crypto-config", orgOf(number));
  const signCertificate = (number: number): string =>
    readFileSync(
      join(node(number).folder, "crypto-config", orgOf(number), "node/consensus1/consensus1.sign.crt"),
      "utf8",
    );
  const processes = (): readonly number[] =>
    network.nodes.flatMap((each) => [each.process?.pid ?? 0, each.enginePid()]);
  let offBeat = 0;
  /**
   * Whether a node made the last block. A block with transactions takes two of the engine's heights, so the load's one client meets the same two of four
   * proposers again and again; a transaction off its beat ends that.
   */
  const proposes = async (number: number, observer: Client): Promise<boolean> => {
    const name = `off-beat${offBeat++}`;
    const parameters = { file_hash: name, file_name: name, time: "1" };
    await invokeContract(observer, { contract: "fact", method: "save", parameters });
    return (await lastProposer(observer)) === signCertificate(number);
  };
  /** The load flows through all nodes in turn, so each of them has taken some. */
  const goesOn = (): Promise<void> => load.progress(8);
  try {
    await goesOn();
    const before = processes();

    await t.test(
      "the block version goes up under load, and with it the rules, at one height on all nodes",
      async () => {
        const endorsers = [1, 2, 3, 4].map((number) => signerOf(number, join(members(number), "user/admin1/admin1")));
        const { client } = node(1);
        /** A method whose refusal has another text from 2030300 on. Spec: spec-notes.md, TRUST_ROOT_UPDATE. */
        const refusal = async (): Promise<string> => {
          const parameters = { org_id: orgOf(1), root: readFileSync(join(members(1), "ca/ca.crt"), "utf8") };
          const change = changeChainConfig(client, { method: "TRUST_ROOT_UPDATE", parameters, endorsers });
          return change.then(
            () => "",
            (error: unknown) => String(error),
          );
        };
        assert.match(await refusal(), /failed, you must delete/);
        for (const [from, to] of [
          [2_030_200, 2_030_600],
          [2_030_600, 2_030_700],
        ] as const) {
          const parameters = { block_version: String(to) };
          await changeChainConfig(client, { method: "UPDATE_VERSION", parameters, endorsers });
          await goesOn();
          const { blockHeight } = await getChainInfo(client);
          const versions = await Promise.all(network.nodes.map((each) => versionsUpTo(each.client, blockHeight)));
          for (const each of versions) assert.deepEqual(each, versions[0]);
          const first = versions[0]?.indexOf(to) ?? -1;
          assert.ok(first > 0 && versions[0]?.slice(first).every((version) => version === to), versions[0]?.join());
          assert.equal(versions[0]?.[first - 1], from);
        }
        assert.match(await refusal(), /failed,you must delete/);
        assert.deepEqual(processes(), before);
      },
    );

    await t.test("a node gets new keys and a new id: no process ends, it proposes with the new key", async () => {
      const rotated = (await yanta(
        "network",
        "rotate-node",
        "--config",
        config(1),
        "--ca",
        join(members(1), "ca"),
      )) as Rotated;
      assert.notEqual(rotated.nodeId, rotated.previousNodeId);
      assert.equal(rotated.isRunning, true);
      for (const { client } of network.nodes)
        await until("the new id votes everywhere", async () => (await voters(client)).includes(rotated.nodeId));
      assert.equal((await getConsensusState(node(1).client))["id"], rotated.nodeId);
      await until("it proposes", () => proposes(1, node(2).client));
      assert.deepEqual(processes(), before);
      await goesOn();
    });

    await t.test("an engine gets a new key for its votes; the node itself goes on", async () => {
      const rotated = (await yanta("network", "rotate-node", "--config", config(2), "--engine-key")) as Rotated;
      assert.equal(rotated.nodeId, rotated.previousNodeId);
      for (const { client } of network.nodes)
        await until("the new key votes", async () =>
          (await validators(client)).some((each) => each.engineKeyHex === rotated.engineKey),
        );
      const [, , nodePid, enginePid] = processes();
      assert.equal(nodePid, before[2]);
      assert.notEqual(enginePid, before[3]);
      await until("it proposes", () => proposes(2, node(1).client));
      await goesOn();
    });

    await t.test("a CA is replaced; certificates of the old one are refused afterwards", async () => {
      const folder = join(network.folder, "ca2");
      const unixSeconds = BigInt(Math.floor(Date.now() / 1000));
      const authority = issueAuthority({ orgId: orgOf(3), unixSeconds });
      writeIdentity(join(folder, "ca"), authority);
      // What clients trust: the new one beside the old one.
      copyFileSync(join(folder, "ca.crt"), join(members(3), "ca/ca2.crt"));
      await yanta("network", "rotate-ca", orgOf(3), "--add", join(folder, "ca.crt"));

      const early = await runYanta(
        [
          "network",
          "rotate-ca",
          orgOf(3),
          "--remove",
          join(members(3), "ca/ca.crt"),
          "--json",
          "--sdk-config",
          network.sdkConfig,
        ],
        options,
      );
      assert.match(early.stderr, /CLI_CA_IN_USE/);

      const old = join(network.folder, "old-client");
      cpSync(join(members(3), "user/client1"), old, { recursive: true });
      for (const role of ["admin", "client"] as const)
        for (const kind of ["sign", "tls"] as const) {
          const name = `${role}1`;
          const member = issueMember({ authority, orgId: orgOf(3), name, role, kind, unixSeconds });
          writeIdentity(join(members(3), "user", name, `${name}.${kind}`), member);
        }
      const rotated = (await yanta(
        "network",
        "rotate-node",
        "--config",
        config(3),
        "--ca",
        folder,
        "--keep-node-id",
      )) as Rotated;
      assert.equal(rotated.nodeId, rotated.previousNodeId);
      await until("it proposes", () => proposes(3, node(1).client));
      let count = 0;
      const save = async (files: string): Promise<void> => {
        const client = loadClient(network.sdkConfig);
        const signer = signerOf(3, files);
        const name = `ca${count++}`;
        const parameters = { file_hash: name, file_name: name, time: "1" };
        await invokeContract({ ...client, signer }, { contract: "fact", method: "save", parameters }).finally(() =>
          client.transport.close(),
        );
      };
      await save(join(old, "client1"));
      await yanta("network", "rotate-ca", orgOf(3), "--remove", join(members(3), "ca/ca.crt"));
      await assert.rejects(save(join(old, "client1")));
      await save(join(members(3), "user/client1/client1"));
      await until("its node votes again", async () => (await voters(node(1).client)).includes(rotated.nodeId));
      await until("it proposes again", () => proposes(3, node(1).client));
      await goesOn();
    });

    // Clients that were made before the new CA do not know it: they would refuse node 3 at their next handshake.
    const clients = loadClients(network.sdkConfig);
    const nodes = network.nodes.map((each, index) => ({ ...each, client: clients[index] ?? each.client }));
    t.after(() => clients.forEach(({ transport }) => transport.close()));
    load.spare([3]);
    await t.test("nodes with new keys start again with them", async () => {
      for (const { number, client } of nodes.slice(0, 3)) {
        await node(number).stop();
        await node(number).start();
        await until(`node ${number} follows`, async () => (await validators(client)).length === 4);
      }
      await goesOn();
    });

    await load.stop();
    await t.test("all four hold the same blocks, with everything that was acknowledged", async () => {
      await checkSameBlocks(nodes, await untilLevel(nodes));
      await checkAcknowledged(nodes, load.acknowledged);
      // With the certificates and validators that were in force at each height.
      await yanta("block", "verify", "--bindings", join(node(4).folder, "engine-bindings"));
    });
  } catch (error) {
    for (const each of network.nodes) console.error(`node ${each.number}: ${each.process?.stderr().slice(-1500)}`);
    throw error;
  } finally {
    await load.stop();
    await network.close();
  }

  function signerOf(number: number, base: string): Signer {
    return createCertificateSigner({
      orgId: orgOf(number),
      certificatePem: readFileSync(`${base}.sign.crt`, "utf8"),
      privateKeyPem: readFileSync(`${base}.sign.key`, "utf8"),
    });
  }
});

/** Certificate of the last block's proposer. */
async function lastProposer(client: Client): Promise<string> {
  const { block } = await getBlockByHeight(client, -1n);
  return bytesToUtf8(block?.header?.proposer?.memberInfo ?? new Uint8Array());
}

/** Block versions of all blocks up to a height that the node reaches. */
async function versionsUpTo(client: Client, last: bigint): Promise<readonly number[]> {
  await until(`block ${last}`, async () => (await getChainInfo(client)).blockHeight >= last);
  const versions: number[] = [];
  for (let height = 0n; height <= last; height++)
    versions.push((await getBlockByHeight(client, height)).block?.header?.blockVersion ?? 0);
  return versions;
}
