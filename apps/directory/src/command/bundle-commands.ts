import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadClient } from "@yanta/sdk";
import { type Command, Option } from "commander";
import { createAudit } from "../audit/create-audit.ts";
import type { AuditSubject } from "../audit/subject.ts";
import { summaryOf } from "../audit/summary.ts";
import { isRootFile, readTrustRoots } from "../audit/trust-roots.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { buildVerifyPage } from "../verify-page/build-verify-page.ts";
import { commandErrors } from "./errors.ts";
import type { CommandContext } from "./context.ts";

interface CreateOptions {
  readonly entry?: string;
  readonly request?: string;
  readonly delivery?: string;
  readonly out: string;
  readonly sdkConfig: string;
  readonly contract: string;
  readonly bindings?: string;
}

/** `yanta-directory bundle create`, `verify`, `page` */
export function addBundleCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  program
    .command("bundle")
    .description(text({ en: "audit bundles", zh: "审计证明包" }))
    .command("create")
    .description(
      text({
        en: "write all that was done to an entry, a request or a delivery with its proofs into one file",
        zh: "将某条目、申请或交付的全部操作及其证明写入一个文件",
      }),
    )
    .option("--entry <code>", text({ en: "an entry's code", zh: "条目代码" }))
    .option("--request <id>", text({ en: "a request, with its deliveries", zh: "申请及其交付" }))
    .option("--delivery <id>", text({ en: "a delivery, with its request", zh: "交付及其申请" }))
    .requiredOption("--out <file>", text({ en: "the bundle to write", zh: "要写入的证明包" }))
    .addOption(sdkConfigOption(context))
    .addOption(contractOption(context))
    .addOption(bindingsOption(context))
    .action(async (options: CreateOptions) => {
      const subject = subjectOf(options);
      const bindings = options.bindings === undefined ? [] : readBindings(options.bindings);
      const client = loadClient(options.sdkConfig);
      try {
        const { bundle, transactionCount } = await createAudit(client, {
          subject,
          bindings,
          signal: context.signal,
        });
        writeFileSync(options.out, bundle);
        context.print(
          text({
            en: `${options.out}: ${transactionCount} transactions with proofs, ${bundle.length} bytes`,
            zh: `${options.out}：${transactionCount} 笔交易及其证明，${bundle.length} 字节`,
          }),
        );
      } finally {
        client.transport.close();
      }
    });

  program
    .command("verify")
    .argument("<bundle>", text({ en: "a bundle from anybody", zh: "任何人提供的证明包" }))
    .requiredOption(
      "--roots <folder>",
      text({
        en: "what you trust: genesis.hash or bc1.yml and the organisations' CA certificates, from them",
        zh: "您的信任根：genesis.hash 或 bc1.yml 与各组织的 CA 证书，须直接取自各组织",
      }),
    )
    .description(text({ en: "check a bundle offline", zh: "离线校验证明包" }))
    .action((file: string, { roots }: { roots: string }) => {
      const files = readFolder(roots, { test: isRootFile });
      const trail = verifyAudit(readFileSync(file), readTrustRoots(files));
      context.print(summaryOf(trail, context.language));
    });

  program
    .command("page")
    .requiredOption("--out <file>", text({ en: "the HTML file to write", zh: "要写入的 HTML 文件" }))
    .description(
      text({
        en: "write a web page that checks bundles without any network",
        zh: "生成可完全离线校验证明包的网页",
      }),
    )
    .action(async ({ out }: { out: string }) => {
      writeFileSync(out, await buildVerifyPage());
      context.print(out);
    });
}

/** The member's identity and node. */
export function sdkConfigOption({ text }: CommandContext): Option {
  return new Option(
    "--sdk-config <file>",
    text({ en: "who you are and which node you ask", zh: "您的身份与所访问的节点" }),
  ).default(".yanta/sdk_config.yml");
}

/** How the network's engines are bound to the chain, for proofs. */
export function bindingsOption({ text }: CommandContext): Option {
  return new Option(
    "--bindings <folder>",
    text({
      en: "engine bindings that the network was started with; none for a solo chain",
      zh: "网络启动时的引擎绑定目录；单节点链无需提供",
    }),
  );
}

/** The JSON texts of such a folder. Errors: DIRECTORY_COMMAND_FOLDER. */
export function readBindings(folder: string): readonly string[] {
  return readFolder(folder, /\.json$/).map(({ text }) => text);
}

/** The directory's contract on its chain. */
export function contractOption({ text }: CommandContext): Option {
  return new Option("--contract <name>", text({ en: "name of the contract", zh: "合约名称" })).default("directory");
}

function subjectOf({ entry, request, delivery, contract }: CreateOptions): AuditSubject {
  const given = [
    ["entry", entry],
    ["request", request],
    ["delivery", delivery],
  ] as const;
  const [found, ...more] = given.flatMap(([kind, id]) => (id === undefined ? [] : [{ kind, id, contract }]));
  if (found === undefined || more.length > 0) throw commandErrors.create("DIRECTORY_COMMAND_SUBJECT");
  return found;
}

function readFolder(folder: string, pattern: { test(name: string): boolean }) {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .toSorted()
      .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw commandErrors.create("DIRECTORY_COMMAND_FOLDER", { folder, reason }, error);
  }
}
