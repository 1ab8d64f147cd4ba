import { clone } from "@bufbuild/protobuf";
import { bytesToHex, emptyBytes } from "@yanta/bytes";
import { ChainConfigSchema, decodeMessage, encodeMessage, type ChainConfig } from "@yanta/protocol";
import type { Parameters, TxContext } from "@yanta/vm";
import { createNativeEvent, nativeTopics } from "../contract-event.ts";
import type { NativeMethod, NativeOutcome, SystemContractOptions } from "../interface.ts";
import { refuse } from "../outcome.ts";
import { verifyConfig } from "./verify-config.ts";

/** Name of the contract, of its namespace and of its one state key. Spec: system-contracts.md §4. */
export const chainConfigName = "CHAIN_CONFIG";

/** M(ChainConfig) in force, as a recorded read. */
export function readConfigBytes(context: TxContext): Uint8Array {
  return context.get(chainConfigName, chainConfigName) ?? emptyBytes;
}

/** A copy of the chain configuration in force that may be changed, as a recorded read. */
export function readConfig(context: TxContext): ChainConfig {
  return decodeMessage(ChainConfigSchema, readConfigBytes(context));
}

/** Changes `config` in place, or returns the text of the refusal. */
export type ConfigChange = (config: ChainConfig, parameters: Parameters, context: TxContext) => string | undefined;

/**
 * A method that changes the chain configuration: load, change, verify the whole, sequence + 1, store.
 * The result is the new M(ChainConfig), which also goes out as event 16 in hex.
 *
 * Spec: system-contracts.md §4; config.md §1 (verification).
 */
export function changeConfig(
  change: ConfigChange,
  checkChange: SystemContractOptions["checkConfigChange"],
): NativeMethod {
  return (context, parameters) => {
    const config = readConfig(context);
    const before = clone(ChainConfigSchema, config);
    const refusal = change(config, parameters, context) ?? checkChange?.(before, config);
    if (refusal !== undefined) return refuse(refusal);
    const stored = storeConfig(context, config);
    if (stored.kind === "failed") return stored;
    const event = createNativeEvent(context, {
      topic: nativeTopics.chainConfig,
      contract: chainConfigName,
      version: config.version,
      data: [bytesToHex(stored.result)],
    });
    return { ...stored, events: [event] };
  };
}

/** Verifies, counts up and stores a changed configuration; its bytes are the result. No event. */
export function storeConfig(context: TxContext, config: ChainConfig): NativeOutcome {
  const refusal = verifyConfig(config);
  if (refusal !== undefined) return refuse(refusal);
  config.sequence += 1n;
  const bytes = encodeMessage(ChainConfigSchema, config);
  context.put(chainConfigName, chainConfigName, bytes);
  return { kind: "ok", result: bytes };
}
