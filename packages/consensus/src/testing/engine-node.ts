import { readFileSync } from "node:fs";
import { createCertificateSigner } from "@yanta/chain";
import {
  openTestChain,
  type TestChain,
  testChainConfig,
  type TestChainOptions,
  testMember,
  testOrgIds,
} from "@yanta/chain/testing";
import { parseCertificate, type PrivateKey } from "@yanta/crypto";
import { parseDeterministicKey } from "@yanta/crypto/testing";
import { type ChainConfig, consensus as consensusTypes } from "@yanta/protocol";
import type { Ledger } from "@yanta/storage";
import { createCometbftConsensus } from "../cometbft/cometbft-consensus.ts";
import { engineBindingToJson, signEngineBinding } from "../cometbft/engine/engine-binding.ts";
import { generateEngineKey } from "../cometbft/engine/engine-keys.ts";
import type { CometbftConsensus } from "../cometbft/interface.ts";
import type { SoloTime } from "../solo/solo-time.ts";
import type { FakeEngine } from "./fake-engine.ts";

/** A chain of ours on a fake engine. */
export interface EngineNode {
  readonly index: number;
  readonly chain: TestChain;
  readonly consensus: CometbftConsensus;
  readonly engine: FakeEngine;
  readonly failures: unknown[];
  readonly notices: string[];
}

export interface EngineNodeOptions {
  /** The node of organisation `index + 1`. */
  readonly index: number;
  readonly engine: FakeEngine;
  readonly appState: unknown;
  readonly config: ChainConfig;
  readonly time: SoloTime;
  readonly ledger?: Ledger;
  /** Called with each batch that the node hands to its engine; the fake engine's own mempool unless told otherwise. */
  readonly broadcast?: (batch: Uint8Array) => Promise<void>;
  /** Changes the parts on their way to the adapter: for planted faults. */
  readonly alter?: (chain: TestChain) => TestChain;
  readonly chainOptions?: TestChainOptions;
  readonly snapshotFolder?: string;
  readonly keepEngineBlocks?: bigint;
}

/** Opens a node; its engine has still to shake hands with it. */
export async function openEngineNode(options: EngineNodeOptions): Promise<EngineNode> {
  const { index, engine, appState, config, time, ledger, chainOptions, alter = (chain: TestChain) => chain } = options;
  const { orgId, certificate, privateKey } = testMember(index + 1, "node/consensus1");
  const opened = await openTestChain({
    ...chainOptions,
    config,
    signer: createCertificateSigner(orgId, certificate, privateKey),
    ...(ledger === undefined ? {} : { ledger }),
  });
  const chain = alter(opened);
  const failures: unknown[] = [];
  const notices: string[] = [];
  const consensus = createCometbftConsensus(
    {
      chain: chain.chain,
      producer: chain.producer,
      verifier: chain.verifier,
      engine: {
        broadcast: options.broadcast ?? (async (batch) => void (await engine.checkTx(batch))),
        signedHeader: async () => undefined,
        status: async () => ({
          engineNodeId: "",
          latestHeight: engine.lastHeight,
          earliestHeight: engine.retainHeight > 1n ? engine.retainHeight : 1n,
          isCatchingUp: false,
          validatorKey: new Uint8Array(32),
          votingPower: 1n,
        }),
      },
      abciAddress: "unix:///fake",
      appState,
      time,
      ...(options.keepEngineBlocks === undefined ? {} : { keepEngineBlocks: options.keepEngineBlocks }),
      ...(options.snapshotFolder === undefined ? {} : { snapshotFolder: options.snapshotFolder }),
      onFailure: (error) => failures.push(error),
      onNotice: (text, { reason }) => notices.push(`${text}: ${String(reason)}`),
    },
    engine.listen,
  );
  await consensus.start();
  return { index, chain, consensus, engine, failures, notices };
}

/** The test chain with consensus nodes of the first `count` organisations, and the engine genesis' `app_state` for it. */
export function testEngineGenesis(count: number): { readonly config: ChainConfig; readonly appState: unknown } {
  const config = testChainConfig();
  if (config.consensus !== undefined) {
    config.consensus.type = consensusTypes.ConsensusType.TBFT;
    config.consensus.nodes = config.consensus.nodes.slice(0, count);
  }
  const bindings = Array.from({ length: count }, (_, index) => engineBindingToJson(testEngineBinding(index + 1)));
  return { config, appState: { bindings } };
}

/** The key that the engine of an organisation's node votes with, made of a seed. */
export function testEngineKey(org: number): PrivateKey {
  return generateEngineKey((length) => new Uint8Array(length).fill(org));
}

/** A binding of the consensus node of an organisation, with keys that a seed of its number makes; another `keySeed` makes another key to vote with, which a later `sequence` brings in. */
export function testEngineBinding(org: number, keySeed = org, sequence = 1) {
  const seeded = (fill: number) => (length: number) => new Uint8Array(length).fill(fill);
  const keys = {
    engineKey: testEngineKey(keySeed).publicKey.keyBits,
    peerKey: generateEngineKey(seeded(org + 100)).publicKey.keyBits,
  };
  const { certificate, privateKey } = tlsIdentity(org);
  const orgId = testOrgIds[org - 1] ?? "";
  return signEngineBinding({ chainId: "chain1", orgId, sequence, ...keys }, certificate, privateKey);
}

function tlsIdentity(org: number) {
  const folder = "../../../../third_party/chainmaker-testdata/testdata/crypto-config";
  const read = (ending: string): string =>
    readFileSync(
      new URL(`${folder}/wx-org${org}.chainmaker.org/node/consensus1/consensus1.${ending}`, import.meta.url),
      "utf8",
    );
  return { certificate: parseCertificate(read("tls.crt")), privateKey: parseDeterministicKey(read("tls.key")) };
}
