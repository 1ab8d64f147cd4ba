import type { Command } from "commander";
import { parseHeight, parseNumber } from "../../arguments.ts";
import type { CommandContext } from "../../command-context.ts";
import { callDevChain, showTip, type ShownTip } from "../../dev-chain/call-dev-chain.ts";
import { cliErrors } from "../../errors.ts";
import type { Text } from "../../language.ts";
import type { NodeUrlOptions } from "../../node-url.ts";
import { withDevChain } from "./with-dev-chain.ts";

interface TimeOptions extends NodeUrlOptions {
  readonly increase?: string;
  readonly set?: string;
  readonly next?: string;
  readonly step?: string;
}

interface MineOptions extends NodeUrlOptions {
  readonly interval?: string;
  readonly auto?: boolean;
  readonly manual?: boolean;
  readonly every?: string;
}

interface ShownTime {
  readonly now: string;
  readonly offsetSeconds: number;
  readonly blockIntervalSeconds: number | null;
}

const secondsMax = 10_000_000_000;
const blocksMax = 10_000;
const intervalMsMax = 86_400_000;

/** `yanta dev snapshot|revert|reset|time|mine` */
export function addBlocksControls(dev: Command, context: CommandContext): void {
  const { text } = context;
  const showHeight = (tip: ShownTip): string =>
    `${text({ en: "height", zh: "高度" })} ${tip.height}  ${tip.time}  ${tip.hash}`;

  withDevChain(dev.command("snapshot"), context)
    .option("--list", text({ en: "list the snapshots there are", zh: "列出已有快照" }))
    .description(text({ en: "remember the chain as it is now", zh: "记下链的当前状态" }))
    .action(async (options: NodeUrlOptions & { list?: boolean }) => {
      const show = (tip: ShownTip): string => `${text({ en: "snapshot", zh: "快照" })} ${tip.id}  ${showHeight(tip)}`;
      if (options.list === true) {
        const tips = ((await callDevChain(options, context, "yanta_listSnapshots")) as unknown[]).map(showTip);
        return context.output().result(tips, () => tips.map(show).join("\n"));
      }
      const tip = showTip(await callDevChain(options, context, "yanta_snapshot"));
      return context.output().result(tip, () => show(tip));
    });

  withDevChain(dev.command("revert"), context)
    .argument("[snapshot]", text({ en: "number of a snapshot", zh: "快照编号" }))
    .option("--to <height>", text({ en: "or the last block to keep", zh: "或要保留的最后区块高度" }))
    .description(text({ en: "remove all blocks since a snapshot", zh: "移除快照之后的全部区块" }))
    .action(async (snapshot: string | undefined, options: NodeUrlOptions & { to?: string }) => {
      if ((snapshot === undefined) === (options.to === undefined))
        throw cliErrors.create("CLI_ARGUMENT", {
          name: "snapshot",
          reason: { en: "name a snapshot, or a height with --to", zh: "请指定一个快照，或用 --to 指定高度" },
        });
      const answer =
        snapshot === undefined
          ? await callDevChain(options, context, "yanta_revertToHeight", [parseHeight(options.to ?? "").toString()])
          : await callDevChain(options, context, "yanta_revert", [
              parseNumber(snapshot, "snapshot", { min: 1, max: Number.MAX_SAFE_INTEGER }),
            ]);
      const tip = showTip(answer);
      context.output().result(tip, () => showHeight(tip));
    });

  withDevChain(dev.command("reset"), context)
    .description(text({ en: "remove all blocks but the first", zh: "移除创世块之外的全部区块" }))
    .action(async (options: NodeUrlOptions) => {
      const tip = showTip(await callDevChain(options, context, "yanta_reset"));
      context.output().result(tip, () => showHeight(tip));
    });

  withDevChain(dev.command("time"), context)
    .option("--increase <seconds>", text({ en: "move the clock forward", zh: "将时钟向前拨" }))
    .option("--set <time>", text({ en: "Unix seconds, or a date", zh: "设为 Unix 秒数或日期" }))
    .option("--next <time>", text({ en: "exact time of the next block", zh: "下一个区块的准确时间" }))
    .option(
      "--step <seconds>",
      text({ en: "seconds from block to block; off lets time run", zh: "区块间固定秒数；off 恢复自然时间" }),
    )
    .description(text({ en: "the chain's clock: show it, move it", zh: "查看或调整链的时钟" }))
    .action(async (options: TimeOptions) => {
      const time = await setTime(options, context);
      const value = {
        now: new Date(Number(time.now) * 1000).toISOString(),
        offsetSeconds: time.offsetSeconds,
        blockIntervalSeconds: time.blockIntervalSeconds,
      };
      context.output().result(value, () =>
        text({
          en: `${value.now}  ${value.offsetSeconds} s ahead of this machine`,
          zh: `${value.now}  比本机快 ${value.offsetSeconds} 秒`,
        }),
      );
    });

  withDevChain(dev.command("mine"), context)
    .argument("[count]", text({ en: "blocks to make now", zh: "立即生成的区块数" }))
    .option("--interval <seconds>", text({ en: "seconds from one of them to the next", zh: "各区块之间的秒数" }))
    .option("--auto", text({ en: "from now on as soon as transactions wait", zh: "此后有交易即出块" }))
    .option("--manual", text({ en: "from now on only when asked", zh: "此后仅手动出块" }))
    .option("--every <ms>", text({ en: "from now on at this interval, empty or not", zh: "此后按该毫秒间隔出块" }))
    .description(text({ en: "make blocks now, or say when they are made", zh: "立即出块，或设定出块方式" }))
    .action(async (count: string | undefined, options: MineOptions) => {
      const mode = miningMode(options);
      if (mode !== undefined && count === undefined) {
        await callDevChain(options, context, "yanta_setMining", [mode]);
        return context.output().result(mode, () => text(describeMining(mode)));
      }
      if (mode !== undefined)
        throw cliErrors.create("CLI_ARGUMENT", {
          name: "count",
          reason: { en: "make blocks, or say when they are made", zh: "要么立即出块，要么设置出块方式" },
        });
      const blocks = parseNumber(count ?? "1", "count", { min: 1, max: blocksMax });
      const intervalSeconds =
        options.interval === undefined
          ? undefined
          : parseNumber(options.interval, "--interval", { min: 0, max: secondsMax });
      const tip = showTip(await callDevChain(options, context, "yanta_mine", [{ blocks, intervalSeconds }]));
      return context.output().result(tip, () => showHeight(tip));
    });
}

async function setTime(options: TimeOptions, context: CommandContext): Promise<ShownTime> {
  const { increase, set, next, step } = options;
  const call = (method: string, params: readonly unknown[] = []) => callDevChain(options, context, method, params);
  if (increase !== undefined)
    await call("yanta_increaseTime", [parseNumber(increase, "--increase", { min: 0, max: secondsMax })]);
  if (set !== undefined) await call("yanta_setTime", [parseTime(set, "--set")]);
  if (next !== undefined) await call("yanta_setNextBlockTime", [parseTime(next, "--next")]);
  if (step !== undefined)
    await call("yanta_setBlockInterval", [
      step === "off" ? null : parseNumber(step, "--step", { min: 0, max: secondsMax }),
    ]);
  return (await call("yanta_time")) as ShownTime;
}

/** Unix seconds as digits, or a date as `2026-09-01` or `2026-09-01T08:00:00Z`. */
function parseTime(text: string, name: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw cliErrors.create("CLI_ARGUMENT", { name: `${name} ${text}`, reason: { en: "is no time", zh: "不是时间" } });
  return Math.floor(ms / 1000);
}

type Mining = { readonly kind: "auto" | "manual" } | { readonly kind: "interval"; readonly intervalMs: number };

function describeMining(mining: Mining): Text {
  switch (mining.kind) {
    case "auto":
      return { en: "from now on a block as soon as transactions wait", zh: "此后有交易即出块" };
    case "manual":
      return { en: "from now on a block only by `yanta dev mine`", zh: "此后仅由 `yanta dev mine` 出块" };
    case "interval":
      return {
        en: `from now on a block every ${mining.intervalMs} ms, empty or not`,
        zh: `此后每 ${mining.intervalMs} 毫秒出块，无交易亦然`,
      };
  }
}

function miningMode({ auto, manual, every }: MineOptions): Mining | undefined {
  if ([auto, manual, every].filter((each) => each !== undefined).length > 1)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--auto, --manual, --every",
      reason: { en: "take one of them", zh: "只能选择其中之一" },
    });
  if (auto === true) return { kind: "auto" };
  if (manual === true) return { kind: "manual" };
  return every === undefined
    ? undefined
    : { kind: "interval", intervalMs: parseNumber(every, "--every", { min: 1, max: intervalMsMax }) };
}
