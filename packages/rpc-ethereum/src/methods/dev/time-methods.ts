import type { DevTime } from "@yanta/dev-chain";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { toQuantity } from "../../json-rpc/hex.ts";
import type { DevContext } from "./dev-context.ts";
import { readInteger, readOptionalInteger } from "./read-dev-params.ts";

/** The chain's clock. */
export function createTimeMethods({ dev }: DevContext): Readonly<Record<string, RpcMethod>> {
  const setTime: RpcMethod = ([value]) => {
    const { now } = dev.time();
    return Number(dev.setTime(readInteger(value, "timestamp")).now - now);
  };
  const setNext: RpcMethod = ([value]) => {
    dev.setNextBlockTime(readInteger(value, "timestamp"));
  };
  const removeInterval: RpcMethod = () => {
    const was = dev.time().blockIntervalSeconds;
    dev.setBlockInterval(undefined);
    return was !== undefined;
  };
  const setInterval: RpcMethod = ([value]) => {
    dev.setBlockInterval(readInteger(value, "interval"));
  };
  const increase: RpcMethod = ([value]) => Number(dev.increaseTime(readInteger(value, "seconds")).offsetSeconds);
  return {
    evm_increaseTime: increase,
    anvil_increaseTime: increase,
    evm_setTime: setTime,
    anvil_setTime: setTime,
    evm_setNextBlockTimestamp: setNext,
    anvil_setNextBlockTimestamp: setNext,
    hardhat_setNextBlockTimestamp: setNext,
    anvil_setBlockTimestampInterval: setInterval,
    // viem gives milliseconds in its mode hardhat.
    hardhat_setBlockTimestampInterval: ([value]) => {
      dev.setBlockInterval(readInteger(value, "interval") / 1000n);
    },
    anvil_removeBlockTimestampInterval: removeInterval,
    hardhat_removeBlockTimestampInterval: removeInterval,
    yanta_time: () => timeToJson(dev.time()),
    yanta_increaseTime: ([seconds]) => timeToJson(dev.increaseTime(readInteger(seconds, "seconds"))),
    yanta_setTime: ([time]) => timeToJson(dev.setTime(readInteger(time, "timestamp"))),
    yanta_setNextBlockTime: ([time]) => timeToJson(dev.setNextBlockTime(readInteger(time, "timestamp"))),
    yanta_setBlockInterval: ([seconds]) => timeToJson(dev.setBlockInterval(readOptionalInteger(seconds, "interval"))),
  };
}

function timeToJson({ now, offsetSeconds, blockIntervalSeconds }: DevTime): Record<string, unknown> {
  return {
    now: toQuantity(now),
    offsetSeconds: Number(offsetSeconds),
    blockIntervalSeconds: blockIntervalSeconds === undefined ? null : Number(blockIntervalSeconds),
  };
}
