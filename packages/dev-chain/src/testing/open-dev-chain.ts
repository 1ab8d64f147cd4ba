import { openTestChain, type TestChain, testChainConfig, testMember, TestClock } from "@yanta/chain/testing";
import { createCertificateSigner, devChainFlag } from "@yanta/chain";
import { createSoloConsensus } from "@yanta/consensus";
import type { ChainConfig } from "@yanta/protocol";
import type { Ledger, LedgerRevert } from "@yanta/storage";
import { createDevControls } from "../dev-controls.ts";
import { DevClock } from "../dev-clock.ts";
import { devChainErrors } from "../errors.ts";
import type { DevControls, DevMembers } from "../interface.ts";

/** A machine's clock in the test's hand; timers run when the event loop turns. */
export class TestMachine extends TestClock {
  after(_delayMs: number, action: () => void): () => void {
    const immediate = setImmediate(action);
    return () => clearImmediate(immediate);
  }
}

/** A dev chain with its controls. */
export interface TestDevChain extends TestChain {
  readonly controls: DevControls;
  readonly machine: TestMachine;
  close(): Promise<void>;
}

/** The test chain's configuration as a dev chain of one node. */
export function devChainConfig(): ChainConfig {
  const config = testChainConfig();
  if (config.consensus === undefined) throw new Error("a configuration without consensus");
  config.consensus.nodes = config.consensus.nodes.slice(0, 1);
  config.consensus.extConfig.push({ $typeName: "config.ConfigKeyValue", key: devChainFlag, value: "on" });
  return config;
}

/** ChainMaker's test members; there is no authority to make others. */
const testMembers: DevMembers = {
  find: ({ orgId, name }) => {
    const org = /^wx-org([1-4])\./.exec(orgId)?.[1];
    if (org === undefined || !["admin1", "client1", "light1"].includes(name))
      throw devChainErrors.create("DEV_CHAIN_MEMBER_UNKNOWN", { orgId, name, reason: "it has no key" });
    return { name, ...testMember(Number(org), `user/${name}`) };
  },
  list: () => [],
};

/** Opens a dev chain in memory, or on a ledger, and starts its engine. */
export async function openDevChain(ledger?: Ledger & LedgerRevert): Promise<TestDevChain> {
  const machine = new TestMachine();
  const clock = new DevClock(machine);
  const opened = await openTestChain({ config: devChainConfig(), clock, ...(ledger === undefined ? {} : { ledger }) });
  const { chain, dev, producer } = opened;
  if (dev === undefined) throw new Error("no dev chain");
  const consensus = createSoloConsensus({
    producer,
    time: clock,
    proposeEmpty: (unixSeconds) => dev.proposeEmpty(unixSeconds),
    onFailure: (error) => opened.faults.push(error),
  });
  const { orgId, certificate, privateKey } = testMember(1, "user/client1");
  const signer = createCertificateSigner(orgId, certificate, privateKey);
  const controls = createDevControls({ chain, dev, consensus, clock, members: testMembers, signer });
  await consensus.start();
  return { ...opened, controls, machine, close: () => consensus.stop() };
}
