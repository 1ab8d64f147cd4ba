import type { Command } from "commander";
import type { CommandContext } from "../../command-context.ts";
import { addBlocksControls } from "./blocks.ts";
import { addImpersonate } from "./impersonate.ts";
import { addStateControls } from "./state.ts";

/** `yanta dev snapshot|revert|reset|time|mine|impersonate|state|dump|load` */
export function addDevCommands(program: Command, context: CommandContext): void {
  const dev = program.command("dev").description(
    context.text({
      en: "controls of a development chain: snapshots, time, mining, impersonation, state",
      zh: "开发链控制：快照、时间、出块、身份扮演与状态",
    }),
  );
  addBlocksControls(dev, context);
  addImpersonate(dev, context);
  addStateControls(dev, context);
}
