import { create } from "@bufbuild/protobuf";
import { ContractConfigSchema, MultiSignSchema, VmNativeSchema } from "@yanta/protocol";
import { isTrueText, parseUint } from "../go-text.ts";
import { parameterText } from "../parameters.ts";
import type { ConfigChange } from "./config-state.ts";

/** Oldest block version that UPDATE_VERSION sets. */
const blockVersionMin = 2301;

/**
 * UPDATE_VERSION: the version holds from the next block's header on. The same or a lower number is let through, as in ChainMaker.
 * @param blockVersionMax the highest version that this node runs.
 */
export function updateVersion(blockVersionMax: number): ConfigChange {
  return (config, parameters) => {
    if (!parameters.has("block_version")) return "set version failed, require param [block_version], but not found";
    const version = parseUint(parameterText(parameters, "block_version"), 32);
    if (version.kind === "error") return "set version failed, require int format from param[block_version]";
    if (version.value > BigInt(blockVersionMax))
      return `set version failed, param[block_version] must less or equal ${blockVersionMax}`;
    if (version.value < BigInt(blockVersionMin))
      return `set version failed, param[block_version] must greater or equal ${blockVersionMin}`;
    config.version = version.value.toString();
    return undefined;
  };
}

/** MULTI_SIGN_ENABLE_MANUAL_RUN: whether a passed multi-sign waits for TRIG. Anything but a true text is false. */
export const setMultiSignManualRun: ConfigChange = (config, parameters) => {
  if (config.vm === undefined) return "the Vm section in chain config is nil";
  if (!parameters.has("multi_sign_enable_manual_run"))
    return "the key `multi_sign_enable_manual_run` is not found in params";
  const native = (config.vm.native ??= create(VmNativeSchema));
  const multisign = (native.multisign ??= create(MultiSignSchema));
  multisign.enableManualRun = isTrueText(parameterText(parameters, "multi_sign_enable_manual_run"));
  return undefined;
};

/** ENABLE_ONLY_CREATOR_UPGRADE: only a contract's creator may upgrade it. */
export const enableOnlyCreatorUpgrade = creatorRuleChange(true, "already enabled");
/** DISABLE_ONLY_CREATOR_UPGRADE. */
export const disableOnlyCreatorUpgrade = creatorRuleChange(false, "already disabled");

function creatorRuleChange(isOn: boolean, already: string): ConfigChange {
  return (config) => {
    const contract = (config.contract ??= create(ContractConfigSchema));
    if (contract.onlyCreatorCanUpgrade === isOn) return already;
    contract.onlyCreatorCanUpgrade = isOn;
    return undefined;
  };
}
