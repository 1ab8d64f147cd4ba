import { bytesToUtf8, hexToBytes } from "@yanta/bytes";
import { revertReason } from "@yanta/ethereum";
import type { Text } from "./language.ts";

/** A failure's message as ChainMaker words it, and what it means. */
interface Meaning {
  readonly pattern: RegExp;
  readonly meaning: (match: RegExpExecArray) => Text | undefined;
}

/**
 * Errors of the contract's own have a selector that only its source explains. A contract that passes on what a called one reverted with
 * gives the text of that failure.
 */
function describeRevert(hex: string): Text | undefined {
  if (hex === "") return { en: "it reverted without saying why", zh: "合约回退，未说明原因" };
  const data = hexToBytes(hex) ?? new Uint8Array(0);
  const passedOn = bytesToUtf8(data);
  if (/^[\u0020-\u007e]+$/.test(passedOn))
    return explainFailure(passedOn) ?? { en: `it reverted: ${passedOn}`, zh: `合约回退：${passedOn}` };
  const reason = revertReason(data);
  if (reason !== undefined) return { en: `it reverted: ${reason}`, zh: `合约回退：${reason}` };
  const selector = `0x${hex.slice(0, 8)}`;
  return { en: `it reverted with the custom error ${selector}`, zh: `合约以自定义错误 ${selector} 回退` };
}

const noMethod = ([, method = ""]: RegExpExecArray): Text => ({
  en: `the contract has no method ${method}`,
  zh: `合约没有方法 ${method}`,
});

/** The first that fits counts; the innermost contract's words come last in a message, so patterns look there. */
const meanings: readonly Meaning[] = [
  { pattern: /failed to execute evm contract, ((?:[0-9a-f]{2})*)$/, meaning: ([, hex = ""]) => describeRevert(hex) },
  {
    pattern: /out of gas|run out of gas limit/,
    meaning: () => ({
      en: "it used all the gas that a call may use: an endless loop, or too much work for one call",
      zh: "耗尽了一次调用允许的 gas：可能是死循环，或单次调用工作量过大",
    }),
  },
  { pattern: /find method \[(.*?)\] failed/, meaning: noMethod },
  { pattern: /exported func of name (\S+) not found/, meaning: noMethod },
  { pattern: /^_(\S+) not found$/, meaning: noMethod },
  {
    pattern: /method\[(?:init_contract|upgrade)\] is not allowed to be called/,
    meaning: () => ({
      en: "it runs when the contract is installed or upgraded, and never else: `yanta contract upgrade` takes its parameters",
      zh: "该方法只在部署或升级合约时运行：可用 `yanta contract upgrade` 并传入参数",
    }),
  },
  {
    pattern: /^contractName not found$/,
    meaning: () => ({
      en: "the chain has no contract of this name: `yanta contract list` shows those it has",
      zh: "链上没有该名称的合约：可用 `yanta contract list` 查看",
    }),
  },
  {
    pattern: /^contract exist$/,
    meaning: () => ({
      en: "the chain has a contract of this name: `yanta contract upgrade` replaces its code, another name installs one more",
      zh: "链上已有同名合约：可用 `yanta contract upgrade` 升级，或换一个名称部署",
    }),
  },
  {
    pattern: /^contract version exist$/,
    meaning: () => ({
      en: "the contract has this version already: name another one with --contract-version",
      zh: "该合约已是此版本：请用 --contract-version 指定其他版本",
    }),
  },
  {
    pattern: /^failed to run user contract, .+ has been frozen\.$/,
    meaning: () => ({
      en: "administrators have stopped the contract for now: `yanta contract unfreeze` lets it go on",
      zh: "合约已被管理员冻结：可用 `yanta contract unfreeze` 解冻",
    }),
  },
  {
    pattern: /^failed to run user contract, .+ has been revoked\.$/,
    meaning: () => ({
      en: "administrators have stopped the contract for good: install it again under another name",
      zh: "合约已被管理员永久吊销：请以其他名称重新部署",
    }),
  },
  {
    pattern: /unreachable/,
    meaning: () => ({
      en: "the contract stopped itself (a panic, abort or failed assertion): often a parameter is missing or is not of the form that it expects",
      zh: "合约自行中止（panic、abort 或断言失败）：常见原因是缺少参数或参数格式不符",
    }),
  },
  {
    pattern: /call stack exhausted/,
    meaning: () => ({ en: "its functions called each other too deeply", zh: "函数调用层级过深" }),
  },
  {
    pattern: /CallContract too depth/,
    meaning: () => ({ en: "contracts called each other more than five deep", zh: "合约间调用超过五层" }),
  },
  {
    pattern: /no such vm runtime "(?:DOCKER_GO|GO)"/,
    meaning: () => ({
      en: "Go contracts for Docker (DOCKER_GO) do not run on Yanta: build it for GASM with TinyGo, or write it anew with `yanta contract new`",
      zh: "雁塔不运行 Docker 版 Go 合约（DOCKER_GO）：请用 TinyGo 构建为 GASM，或用 `yanta contract new` 重写",
    }),
  },
  {
    pattern: /no such vm runtime|unknown runtime type/,
    meaning: () => ({
      en: "Yanta runs contracts of the runtimes WASMER, GASM, WXVM and EVM; those for GO and JAVA do not run here",
      zh: "雁塔支持的合约运行时为 WASMER、GASM、WXVM 与 EVM，不支持 GO 与 JAVA",
    }),
  },
  {
    pattern: /has no right to call contract/,
    meaning: () => ({
      en: "a system contract was called that needs endorsements which this transaction does not have",
      zh: "调用了需要背书的系统合约，而该交易没有相应背书",
    }),
  },
];

/** What a failed call's message means, where it is not plain; undefined when it speaks for itself. */
export function explainFailure(message: string): Text | undefined {
  for (const { pattern, meaning } of meanings) {
    const match = pattern.exec(message);
    if (match !== null) return meaning(match);
  }
  return undefined;
}
