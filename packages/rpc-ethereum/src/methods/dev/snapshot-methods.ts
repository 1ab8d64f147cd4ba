import { CodedError } from "@yanta/errors";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { toQuantity } from "../../json-rpc/hex.ts";
import { readObject } from "../../json-rpc/read-params.ts";
import { invalidParams } from "../../json-rpc/rpc-error.ts";
import type { DevContext } from "./dev-context.ts";
import { readInteger, readSmallInteger } from "./read-dev-params.ts";
import { tipToJson } from "./tip-json.ts";

/** Snapshot, revert and reset. */
export function createSnapshotMethods({ dev }: DevContext): Readonly<Record<string, RpcMethod>> {
  const snapshot: RpcMethod = async () => toQuantity((await dev.snapshot()).id);
  /** As Anvil and Hardhat have it: a snapshot can be used once. */
  const revertOnce: RpcMethod = async ([value]) => {
    const id = readSmallInteger(value, "snapshot");
    try {
      await dev.revert(id);
    } catch (error) {
      if (error instanceof CodedError && error.code === "DEV_CHAIN_SNAPSHOT_UNKNOWN") return false;
      throw error;
    }
    dev.forget(id);
    return true;
  };
  const reset: RpcMethod = async ([options]) => {
    const { forking } = options === undefined || options === null ? {} : readObject(options, "options");
    const fork = forking === undefined || forking === null ? {} : readObject(forking, "forking");
    if (Object.values(fork).some((value) => value !== undefined && value !== null))
      throw invalidParams("a running chain cannot become a fork: start one with `yanta up --fork`");
    await dev.reset();
    return true;
  };
  return {
    evm_snapshot: snapshot,
    anvil_snapshot: snapshot,
    evm_revert: revertOnce,
    anvil_revert: revertOnce,
    anvil_reset: reset,
    hardhat_reset: reset,
    yanta_snapshot: async () => {
      const { id, ...tip } = await dev.snapshot();
      return { id, ...tipToJson(tip) };
    },
    yanta_revert: async ([id]) => tipToJson(await dev.revert(readSmallInteger(id, "snapshot"))),
    yanta_revertToHeight: async ([height]) => tipToJson(await dev.revertToHeight(readInteger(height, "height"))),
    yanta_listSnapshots: () => dev.snapshots().map(({ id, ...tip }) => ({ id, ...tipToJson(tip) })),
    yanta_forgetSnapshot: ([id]) => dev.forget(readSmallInteger(id, "snapshot")),
    yanta_reset: async () => tipToJson(await dev.reset()),
  };
}
