import { create } from "@bufbuild/protobuf";
import { CoreConfigSchema, type CoreConfig } from "@yanta/protocol";
import { isTrueText, parseUint } from "../go-text.ts";
import { parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import type { ConfigChange } from "./config-state.ts";

/** Longest scheduling and validation times, seconds. */
const schedulerTimeoutSecondsMax = 60n;

const timeouts = [
  ["tx_scheduler_timeout", "txSchedulerTimeout"],
  ["tx_scheduler_validate_timeout", "txSchedulerValidateTimeout"],
] as const satisfies readonly (readonly [string, keyof CoreConfig])[];

const switches = [
  ["enable_sender_group", "enableSenderGroup"],
  ["enable_conflicts_bit_window", "enableConflictsBitWindow"],
] as const satisfies readonly (readonly [string, keyof CoreConfig])[];

/**
 * CORE_UPDATE: any subset of the core section; switches read anything but a true text as false.
 * A number that does not parse is answered in ChainMaker by success with no result; it is refused here, see docs/deviations.md.
 */
export const updateCore: ConfigChange = (config, parameters) => {
  const core = (config.core ??= create(CoreConfigSchema));
  let isChanged = false;
  for (const [parameter, field] of timeouts) {
    if (!parameters.has(parameter)) continue;
    const seconds = parseUint(parameterText(parameters, parameter));
    if (seconds.kind === "error") return seconds.message;
    if (seconds.value > schedulerTimeoutSecondsMax) return refusalTexts.outOfRange;
    core[field] = seconds.value;
    isChanged = true;
  }
  for (const [parameter, field] of switches) {
    if (!parameters.has(parameter)) continue;
    core[field] = isTrueText(parameterText(parameters, parameter));
    isChanged = true;
  }
  if (parameters.has("enable_optimize_charge_gas")) {
    if (config.accountConfig?.enableGas !== true)
      return "can not set `enable_optimize_charge_gas` flag when `enable_gas` is disabled";
    core.enableOptimizeChargeGas = isTrueText(parameterText(parameters, "enable_optimize_charge_gas"));
    isChanged = true;
  }
  return isChanged ? undefined : refusalTexts.params;
};
