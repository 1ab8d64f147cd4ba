import { ChainConfigSchema, decodeMessage, type ChainConfig } from "@yanta/protocol";
import type { CallOutcome } from "@yanta/vm";
import { FakeTxContext } from "./fake-tx-context.ts";
import { createTestConfig, stateOfConfig } from "./test-config.ts";

/** A context in which a test configuration, changed by `change` first, is in force. */
export function createConfigContext(
  change: (config: ChainConfig) => void = () => undefined,
  blockVersion = 2_030_600,
): FakeTxContext {
  const config = createTestConfig();
  change(config);
  return new FakeTxContext({ config, blockVersion, state: stateOfConfig(config) });
}

/** The configuration that a successful change answers. */
export function configOf(outcome: CallOutcome): ChainConfig {
  if (outcome.code !== 0) throw new Error(outcome.message);
  return decodeMessage(ChainConfigSchema, outcome.result);
}
