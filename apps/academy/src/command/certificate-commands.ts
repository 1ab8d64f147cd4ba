import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatePrivateKey, parsePrivateKey, type PrivateKey } from "@yanta/crypto";
import { loadClient } from "@yanta/sdk";
import { type Command, InvalidArgumentError, Option } from "commander";
import { anchorCohort } from "../certificates/anchor-cohort.ts";
import {
  readCohortFile,
  readStatusList,
  writeCertificateFile,
  writeCohortFile,
} from "../certificates/certificate-file.ts";
import { cmdidDocument, signCmdidCredential } from "../certificates/cmdid-credential.ts";
import { type CohortDefinition, readDefinition } from "../certificates/cohort-definition.ts";
import {
  issueCohort,
  openTree,
  readCertificate,
  readFolderDefinition,
  readFolderIssuer,
  revokeCertificates,
} from "../certificates/cohort-folder.ts";
import { describeChecks, describeCredential, describeVerdict } from "../certificates/describe-certificate.ts";
import { didOfKey } from "../certificates/did-key.ts";
import { drawPng, drawSvg } from "../certificates/draw-certificate.ts";
import { type EarnedAward, earnAwards } from "../certificates/earned-awards.ts";
import { certificateErrors } from "../certificates/errors.ts";
import { examAwards } from "../certificates/exam-awards.ts";
import { openCertificate } from "../certificates/open-certificate.ts";
import { isTrustFile, readTrust } from "../certificates/read-trust.ts";
import { verifyCertificate } from "../certificates/verify-certificate.ts";
import { buildVerifyPage } from "../verify-page/build-verify-page.ts";
import type { CommandContext } from "./context.ts";
import { printable } from "./printable.ts";

/** `yanta-academy certificates issuer|issue|anchor|revoke|show|cmdid-issuer|cmdid|verify|page` */
export function addCertificateCommands(program: Command, context: CommandContext): void {
  const certificates = program
    .command("certificates")
    .description(context.text({ en: "issue certificates and check them", zh: "签发与校验证书" }));
  addIssuing(certificates, context);
  addAnchoring(certificates, context);
  addShowing(certificates, context);
  addCmdid(certificates, context);
  addVerifying(certificates, context);
}

function addIssuing(certificates: Command, context: CommandContext): void {
  const { text, print } = context;
  certificates
    .command("issuer")
    .requiredOption(
      "--out <file>",
      text({ en: "the key to write; keep it secret", zh: "要写入的私钥文件，请妥善保管" }),
    )
    .description(text({ en: "make an issuer's key and print its DID", zh: "生成签发者密钥并显示其 DID" }))
    .action(({ out }: { out: string }) => {
      const key = generatePrivateKey("ED25519");
      writeFileSync(out, key.toPem(), { mode: 0o600, flag: "wx" });
      print(didOfKey(key.publicKey));
    });

  withKey(certificates.command("issue"), context)
    .requiredOption("--cohort <file>", text({ en: "the cohort's definition, JSON", zh: "届次定义（JSON）" }))
    .option(
      "--roster <file>",
      text({ en: "learners with their submissions, JSON lines", zh: "学员与其提交的名单（每行一个 JSON）" }),
    )
    .option("--exam <folder>", text({ en: "or an examination that they passed", zh: "或所通过考试的目录" }))
    .option("--store <place>", text({ en: "where its attempts are kept", zh: "考试作答数据的存放位置" }))
    .requiredOption("--out <folder>", text({ en: "a new folder for the certificates", zh: "存放证书的新目录" }))
    .description(text({ en: "grade all again and sign the certificates", zh: "重新评分并签发证书" }))
    .action(async (options: IssueOptions) => {
      const definition = readDefinition(readFileSync(options.cohort, "utf8"));
      const awards = await awardsOf(definition, options);
      const issued = { folder: options.out, definition, key: readKey(options.key), awards, created: now() };
      const count = await issueCohort(issued);
      print(text({ en: `${count} certificates in ${options.out}`, zh: `已签发 ${count} 份证书，位于 ${options.out}` }));
    });

  withKey(certificates.command("revoke"), context)
    .argument("<folder>", text({ en: "folder of the cohort", zh: "届次目录" }))
    .argument("<index...>", text({ en: "places of the certificates", zh: "证书在届次中的序号" }))
    .description(
      text({ en: "revoke certificates for good and sign the status list anew", zh: "永久吊销证书并重新签署状态列表" }),
    )
    .action(async (folder: string, indexes: readonly string[], { key }: { key: string }) => {
      const list = await revokeCertificates(folder, {
        key: readKey(key),
        indexes: indexes.map(parseIndex),
        asOf: now(),
      });
      print(`${list.id} ${list.validFrom}`);
    });
}

interface IssueOptions {
  readonly cohort: string;
  readonly roster?: string;
  readonly exam?: string;
  readonly store?: string;
  readonly out: string;
  readonly key: string;
}

function awardsOf(
  definition: CohortDefinition,
  { roster, exam, store }: IssueOptions,
): Promise<readonly EarnedAward[]> {
  if (exam !== undefined && store !== undefined && roster === undefined)
    return examAwards(definition, { exam, store, nowSeconds: Math.floor(Date.now() / 1000) });
  if (roster === undefined || exam !== undefined) throw new InvalidArgumentError("--roster | --exam --store");
  return earnAwards(definition, { text: readFileSync(roster, "utf8"), folder: dirname(roster) });
}

function addAnchoring(certificates: Command, context: CommandContext): void {
  const { text, print } = context;
  certificates
    .command("anchor")
    .argument("<folder>", text({ en: "folder of the cohort", zh: "届次目录" }))
    .addOption(
      new Option(
        "--sdk-config <file>",
        text({ en: "who you are and which node you ask", zh: "您的身份与所访问的节点" }),
      ).default(".yanta/sdk_config.yml"),
    )
    .option(
      "--bindings <folder>",
      text({ en: "engine bindings of a network; none for a solo chain", zh: "网络的引擎绑定目录；单节点链无需提供" }),
    )
    .description(
      text({
        en: "put the cohort's root on the chain (contract cmevi) and write cohort.json with its proof",
        zh: "将届次根哈希写入链上（合约 cmevi），并生成带证明的 cohort.json",
      }),
    )
    .action(async (folder: string, options: { sdkConfig: string; bindings?: string }) => {
      const tree = openTree(folder);
      const bindings =
        options.bindings === undefined ? [] : readFolder(options.bindings, (name) => name.endsWith(".json"));
      const client = loadClient(options.sdkConfig);
      try {
        const anchored = await anchorCohort(client, {
          cohort: readFolderDefinition(folder).id,
          issuer: readFolderIssuer(folder),
          count: tree.count,
          root: tree.root,
          bindings: bindings.map((file) => file.text),
        });
        writeFileSync(join(folder, "cohort.json"), writeCohortFile(anchored));
        print(join(folder, "cohort.json"));
      } finally {
        client.transport.close();
      }
    });
}

function addShowing(certificates: Command, context: CommandContext): void {
  const { text, print } = context;
  certificates
    .command("show")
    .argument("<folder>", text({ en: "folder of the cohort", zh: "届次目录" }))
    .argument("<index>", text({ en: "place of the certificate", zh: "证书在届次中的序号" }), parseIndex)
    .requiredOption(
      "--out <file>",
      text({ en: "file to write: .json, .png or .svg", zh: "要写入的文件：.json、.png 或 .svg" }),
    )
    .description(text({ en: "write one certificate as its holder gets it", zh: "导出一份交给持有人的证书" }))
    .action(async (folder: string, index: number, { out }: { out: string }) => {
      const file = readCertificate(folder, index);
      if (out.endsWith(".png")) writeFileSync(out, await drawPng(file));
      else writeFileSync(out, out.endsWith(".svg") ? drawSvg(file) : writeCertificateFile(file));
      print(out);
    });
}

function addCmdid(certificates: Command, context: CommandContext): void {
  const { text, print } = context;
  certificates
    .command("cmdid-issuer")
    .requiredOption(
      "--out <file>",
      text({ en: "the SM2 key to write; keep it secret", zh: "要写入的 SM2 私钥，请妥善保管" }),
    )
    .description(
      text({
        en: "make an issuer of ChainMaker's CMDID and print its document, for the contract's AddDidDocument",
        zh: "生成长安链 CMDID 签发者并输出其 DID 文档，供合约 AddDidDocument 使用",
      }),
    )
    .action(({ out }: { readonly out: string }) => {
      const key = generatePrivateKey("SM2");
      writeFileSync(out, key.toPem(), { mode: 0o600, flag: "wx" });
      print(cmdidDocument(key, now()));
    });

  withKey(certificates.command("cmdid"), context)
    .argument("<folder>", text({ en: "folder of the cohort", zh: "届次目录" }))
    .argument("<index>", text({ en: "place of the certificate", zh: "证书在届次中的序号" }), parseIndex)
    .description(
      text({
        en: "print a certificate as a credential of CMDID, for the contract's VerifyVc",
        zh: "以 CMDID 凭证形式输出证书，可由合约 VerifyVc 校验",
      }),
    )
    .action((folder: string, index: number, { key }: { readonly key: string }) => {
      print(signCmdidCredential(readCertificate(folder, index).credential, readKey(key), now()));
    });
}

interface VerifyOptions {
  readonly trust: string;
  readonly cohort?: string;
  readonly status?: string;
}

function addVerifying(certificates: Command, context: CommandContext): void {
  const { text, print, language } = context;
  certificates
    .command("verify")
    .argument(
      "<certificate>",
      text({
        en: "its file, a bare credential, or a picture with one inside",
        zh: "证书文件、裸凭证，或嵌有证书的图片",
      }),
    )
    .requiredOption(
      "--trust <folder>",
      text({
        en: "what you trust: issuers.txt, and of the chain genesis.hash or bc1.yml and CA certificates",
        zh: "您的信任根：issuers.txt，以及链的 genesis.hash 或 bc1.yml 与 CA 证书",
      }),
    )
    .option("--cohort <file>", text({ en: "the cohort's file", zh: "届次文件" }))
    .option("--status <file>", text({ en: "the status list", zh: "状态列表" }))
    .description(
      text({
        en: "check a certificate offline; exit code 1 when it is not valid",
        zh: "离线校验证书；无效时退出码为 1",
      }),
    )
    .action(async (file: string, options: VerifyOptions) => {
      const verified = await verifyCertificate({
        certificate: openCertificate(readFileSync(file)),
        cohort: options.cohort === undefined ? undefined : readCohortFile(readFileSync(options.cohort)),
        statusList: options.status === undefined ? undefined : readStatusList(readFileSync(options.status, "utf8")),
        trust: readTrust(readFolder(options.trust, isTrustFile)),
        unixSeconds: Math.floor(Date.now() / 1000),
      });
      for (const [name, value] of describeCredential(verified, language)) print(`${name}: ${printable(value)}`);
      for (const { kind, says } of describeChecks(verified, language)) print(`${marks[kind]} ${printable(says)}`);
      print(describeVerdict(verified, language));
      if (verified.verdict === "invalid") throw certificateErrors.create("ACADEMY_CERTIFICATE_INVALID", { file });
    });

  certificates
    .command("page")
    .requiredOption("--out <file>", text({ en: "the HTML file to write", zh: "要写入的 HTML 文件" }))
    .description(
      text({ en: "write a web page that checks certificates without any network", zh: "生成可完全离线校验证书的网页" }),
    )
    .action(async ({ out }: { out: string }) => {
      writeFileSync(out, await buildVerifyPage());
      print(out);
    });
}

const marks = { holds: "✓", fails: "✗", unknown: "?" } as const;

function withKey(command: Command, { text }: CommandContext): Command {
  return command.requiredOption("--key <file>", text({ en: "the issuer's key", zh: "签发者私钥" }));
}

function readKey(path: string): PrivateKey {
  if (!existsSync(path)) throw certificateErrors.create("ACADEMY_CERTIFICATE_FOLDER", { folder: path, reason: "?" });
  return parsePrivateKey(readFileSync(path, "utf8"));
}

function parseIndex(value: string): number {
  if (!/^\d{1,7}$/.test(value)) throw new InvalidArgumentError("0, 1, 2 …");
  return Number(value);
}

/** Whole seconds, as credentials have them. */
function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

function readFolder(folder: string, isWanted: (name: string) => boolean) {
  try {
    return readdirSync(folder)
      .filter(isWanted)
      .toSorted()
      .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw certificateErrors.create("ACADEMY_CERTIFICATE_FOLDER", { folder, reason }, error);
  }
}
