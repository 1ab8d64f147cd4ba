import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { parse, stringify } from "yaml";
import type { CommandContext } from "../../command-context.ts";
import { defaultSdkConfig } from "../../connection.ts";
import { callDevChain } from "../../dev-chain/call-dev-chain.ts";
import { cliErrors } from "../../errors.ts";
import type { NodeUrlOptions } from "../../node-url.ts";
import { withDevChain } from "./with-dev-chain.ts";

interface ImpersonateOptions extends NodeUrlOptions {
  readonly role?: string;
  readonly stop?: boolean;
}

const addressPattern = /^0x[0-9a-fA-F]{40}$/;

/** `yanta dev impersonate` */
export function addImpersonate(dev: Command, context: CommandContext): void {
  const { text } = context;
  withDevChain(dev.command("impersonate"), context)
    .argument("<who>", text({ en: "ORGANISATION/NAME, or an Ethereum address", zh: "组织/名称，或以太坊地址" }))
    .option(
      "--role <role>",
      text({ en: "role of a new member: admin, client, light", zh: "新成员角色：admin、client、light" }),
    )
    .option("--stop", text({ en: "an address needs its key again", zh: "该地址恢复须签名" }))
    .description(
      text({
        en: "act as a member of any organisation, or let an address act without its key",
        zh: "以任意组织成员的身份操作，或让某地址无需私钥即可操作",
      }),
    )
    .action(async (who: string, options: ImpersonateOptions) => {
      if (addressPattern.test(who)) {
        const verb = options.stop === true ? "stopImpersonatingAccount" : "impersonateAccount";
        await callDevChain(options, context, `anvil_${verb}`, [who]);
        return context.output().result({ address: who, impersonated: options.stop !== true }, () => who);
      }
      const [orgId = "", name = "", ...rest] = who.split("/");
      if (name === "" || rest.length > 0)
        throw cliErrors.create("CLI_ARGUMENT", {
          name: who,
          reason: { en: "is neither ORGANISATION/NAME nor an address", zh: "既不是“组织/名称”，也不是地址" },
        });
      const role = options.role ?? "client";
      await callDevChain(options, context, "yanta_impersonateMember", [{ orgId, name, role }]);
      const sdkConfig = writeMemberConfig(options, orgId, name);
      return context.output().result({ orgId, name, sdkConfig }, () =>
        text({
          en: `${name} of ${orgId} acts with --sdk-config ${relative(process.cwd(), sdkConfig)}`,
          zh: `使用 --sdk-config ${relative(process.cwd(), sdkConfig)} 即以 ${orgId} 的 ${name} 身份操作`,
        }),
      );
    });
}

/** The organisation's SDK configuration with another member's keys, beside it. */
function writeMemberConfig({ sdkConfig }: NodeUrlOptions, orgId: string, name: string): string {
  const folder = resolve(dirname(sdkConfig ?? (process.env["YANTA_SDK_CONFIG"] || defaultSdkConfig)));
  const root = [folder, dirname(folder)].find((each) => existsSync(join(each, "sdk", `${orgId}.yml`)));
  if (root === undefined) throw cliErrors.create("CLI_NO_SDK_CONFIG", { path: join(folder, "sdk", `${orgId}.yml`) });
  const { chain_client: client } = parse(readFileSync(join(root, "sdk", `${orgId}.yml`), "utf8")) as {
    chain_client: Record<string, unknown>;
  };
  const user = join(root, "crypto-config", orgId, "user", name, name);
  const own = {
    user_key_file_path: `${user}.tls.key`,
    user_crt_file_path: `${user}.tls.crt`,
    user_sign_key_file_path: `${user}.sign.key`,
    user_sign_crt_file_path: `${user}.sign.crt`,
  };
  const path = join(root, "sdk", `${name}@${orgId}.yml`);
  writeFileSync(path, stringify({ chain_client: { ...client, ...own } }));
  return path;
}
