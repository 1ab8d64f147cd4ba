import { create } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import { ConfigKeyValueSchema } from "@yanta/protocol";
import { sortedUserParameters } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import type { ConfigChange } from "./config-state.ts";

/** CONSENSUS_EXT_ADD: every parameter becomes a pair of `consensus.ext_config`; keys must be new. Sorted by key. */
export const addConsensusExt: ConfigChange = (config, parameters) => {
  const pairs = config.consensus?.extConfig ?? [];
  const known = new Set(pairs.map((pair) => pair.key));
  const added = sortedUserParameters(parameters);
  for (const [key, value] of added) {
    if (known.has(key)) return `ext_config key[${key}] is exist`;
    pairs.push(create(ConfigKeyValueSchema, { key, value: bytesToUtf8(value) }));
  }
  return added.length === 0 ? refusalTexts.params : undefined;
};

/** CONSENSUS_EXT_UPDATE: replaces the values of known keys; unknown keys are passed over, but one must be known. */
export const updateConsensusExt: ConfigChange = (config, parameters) => {
  let isChanged = false;
  for (const pair of config.consensus?.extConfig ?? []) {
    const value = parameters.get(pair.key);
    if (value === undefined) continue;
    pair.value = bytesToUtf8(value);
    isChanged = true;
  }
  return isChanged ? undefined : refusalTexts.params;
};

/** CONSENSUS_EXT_DELETE: removes known keys; unknown keys are passed over, but one must be known. */
export const deleteConsensusExt: ConfigChange = (config, parameters) => {
  const consensus = config.consensus;
  if (consensus === undefined || consensus.extConfig.length === 0) return "ext_config is empty";
  const kept = consensus.extConfig.filter((pair) => !parameters.has(pair.key));
  if (kept.length === consensus.extConfig.length) return refusalTexts.params;
  consensus.extConfig = kept;
  return undefined;
};
