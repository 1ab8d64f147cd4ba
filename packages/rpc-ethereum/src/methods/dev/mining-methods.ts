import type { MiningMode } from "@yanta/consensus";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { readHash, readObject } from "../../json-rpc/read-params.ts";
import { invalidParams } from "../../json-rpc/rpc-error.ts";
import { leastIntervalMs } from "../../limits.ts";
import type { DevContext } from "./dev-context.ts";
import { readBoolean, readOptionalInteger, readSmallInteger } from "./read-dev-params.ts";
import { tipToJson } from "./tip-json.ts";

/** When blocks are made, and what waits for them. */
export function createMiningMethods({ dev, sender }: DevContext): Readonly<Record<string, RpcMethod>> {
  const setAutomine: RpcMethod = ([value]) => {
    dev.setMining({ kind: readBoolean(value, "automine") ? "auto" : "manual" });
    return true;
  };
  const setIntervalMs = (intervalMs: number): boolean => {
    if (intervalMs > 0) dev.setMining({ kind: "interval", intervalMs });
    else if (dev.mining().kind === "interval") dev.setMining({ kind: "manual" });
    return true;
  };
  const setIntervalSeconds: RpcMethod = ([value]) => setIntervalMs(1000 * readSmallInteger(value, "interval"));
  /**
   * Anvil and Hardhat share this name, and count seconds or milliseconds. Nobody wants blocks a quarter of an hour apart, or a thousand a
   * second, so 1,000 and more are milliseconds (docs/adr/0011).
   */
  const setIntervalMining: RpcMethod = ([value]) => {
    const interval = readSmallInteger(value, "interval");
    return setIntervalMs(interval < leastIntervalMs ? 1000 * interval : interval);
  };
  const isAuto: RpcMethod = () => dev.mining().kind === "auto";
  const mineMany: RpcMethod = async ([blocks, interval]) => {
    const intervalSeconds = readOptionalInteger(interval, "interval");
    await dev.mine({
      blocks: blocks === undefined || blocks === null ? 1 : readSmallInteger(blocks, "blocks"),
      ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    });
    return true;
  };
  const drop: RpcMethod = ([value]) => {
    const hash = readHash(value, "transaction hash");
    if (!dev.drop(hash)) return null;
    sender.sweep();
    return `0x${hash}`;
  };
  const dropAll: RpcMethod = () => {
    dev.dropAll();
    sender.sweep();
  };
  return {
    evm_mine: async ([options]) => {
      const { timestamp, blocks } = isTime(options) ? { timestamp: options } : readObject(options ?? {}, "options");
      const time = readOptionalInteger(timestamp, "timestamp");
      if (time !== undefined && time > 0n) dev.setNextBlockTime(time);
      await mineMany([blocks]);
      return "0x0";
    },
    anvil_mine: mineMany,
    hardhat_mine: mineMany,
    evm_setAutomine: setAutomine,
    anvil_setAutomine: setAutomine,
    anvil_getAutomine: isAuto,
    hardhat_getAutomine: isAuto,
    evm_setIntervalMining: setIntervalMining,
    anvil_setIntervalMining: setIntervalSeconds,
    hardhat_setIntervalMining: ([value]) => setIntervalMs(readSmallInteger(value, "interval")),
    anvil_getIntervalMining: () => {
      const mode = dev.mining();
      return mode.kind === "interval" ? Math.ceil(mode.intervalMs / 1000) : null;
    },
    anvil_dropTransaction: drop,
    hardhat_dropTransaction: drop,
    anvil_dropAllTransactions: dropAll,
    yanta_mine: async ([options]) => {
      const { blocks, intervalSeconds } = readObject(options ?? {}, "options");
      const interval = readOptionalInteger(intervalSeconds, "intervalSeconds");
      return tipToJson(
        await dev.mine({
          ...(blocks === undefined ? {} : { blocks: readSmallInteger(blocks, "blocks") }),
          ...(interval === undefined ? {} : { intervalSeconds: interval }),
        }),
      );
    },
    yanta_mining: () => dev.mining(),
    yanta_setMining: ([mode]) => {
      dev.setMining(readMode(mode));
      return dev.mining();
    },
    yanta_dropTransaction: ([txId]) => typeof txId === "string" && dev.drop(txId),
  };
}

const isTime = (value: unknown): boolean => typeof value === "number" || typeof value === "string";

function readMode(value: unknown): MiningMode {
  const { kind, intervalMs } = readObject(value, "mode");
  if (kind === "auto" || kind === "manual") return { kind };
  if (kind === "interval") return { kind, intervalMs: readSmallInteger(intervalMs, "intervalMs") };
  throw invalidParams("mode: kind is auto, interval or manual");
}
