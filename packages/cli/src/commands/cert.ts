import { existsSync } from "node:fs";
import { join } from "node:path";
import { bytesToHex } from "@yanta/bytes";
import {
  addressFromPublicKey,
  hashBytes,
  nodeIdFromPublicKey,
  parseCertificates,
  type Certificate,
} from "@yanta/crypto";
import type { Command } from "commander";
import { parseNumber, readArgumentFile } from "../arguments.ts";
import {
  issueAuthority,
  issueMember,
  writeIdentity,
  type IssuedIdentity,
  type IssuedRole,
} from "../dev-chain/identities.ts";
import { cliErrors } from "../errors.ts";
import { readAuthority } from "../network/new-identity.ts";
import type { CommandContext } from "../command-context.ts";
import { withOutputOptions } from "./connection-options.ts";

interface GenerateOptions {
  readonly org: string;
  readonly role: string;
  readonly name: string;
  readonly ca?: string;
  readonly out: string;
  readonly years: string;
  readonly sm2?: boolean;
}

const roles: readonly IssuedRole[] = ["admin", "client", "light", "consensus", "common"];

/** `yanta cert show|generate` */
export function addCertCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const cert = program.command("cert").description(text({ en: "certificates", zh: "证书" }));

  withOutputOptions(cert.command("show"), context)
    .argument("<file>")
    .description(
      text({
        en: "what a certificate says, with its hash, address and node id",
        zh: "查看证书内容、哈希、地址与节点 ID",
      }),
    )
    .action((file: string) => {
      const certificates = parseCertificates(readArgumentFile(file)).map(describeCertificate);
      context.output().result(certificates, () =>
        certificates
          .map((each) =>
            Object.entries(each)
              .map(([key, value]) => `${key.padEnd(16)} ${value}`)
              .join("\n"),
          )
          .join("\n\n"),
      );
    });

  withOutputOptions(cert.command("generate"), context)
    .requiredOption("--org <orgId>", text({ en: "organisation", zh: "组织" }))
    .option(
      "--role <role>",
      text({ en: `root-cert (a new CA) or ${roles.join(", ")}`, zh: `root-cert（新 CA）或 ${roles.join("、")}` }),
      "client",
    )
    .option("--name <name>", text({ en: "name in the certificate and of its files", zh: "证书与文件名称" }), "client1")
    .option(
      "--ca <folder>",
      text({ en: "folder with ca.crt and ca.key of the organisation", zh: "含 ca.crt 与 ca.key 的目录" }),
    )
    .option("--out <folder>", text({ en: "where to write", zh: "输出目录" }), ".")
    .option("--years <n>", text({ en: "how long it is valid", zh: "有效年数" }), "5")
    .option("--sm2", text({ en: "national cryptography: SM2 with SM3", zh: "国密：SM2 与 SM3" }))
    .description(
      text({ en: "make a CA, or sign and TLS certificates of a member", zh: "生成 CA，或成员的签名与 TLS 证书" }),
    )
    .action((options: GenerateOptions) => {
      const written = generate(options);
      context.output().result(written, () => written.join("\n"));
    });
}

function generate(options: GenerateOptions): readonly string[] {
  const unixSeconds = BigInt(Math.floor(Date.now() / 1000));
  const years = BigInt(parseNumber(options.years, "--years", { min: 1, max: 50 }));
  const algorithm = options.sm2 === true ? ("SM2" as const) : ("ECDSA_P256" as const);
  if (options.role === "root-cert")
    return write(join(options.out, "ca"), issueAuthority({ orgId: options.org, unixSeconds, years, algorithm }));

  const role = roles.find((each) => each === options.role);
  if (role === undefined)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: `--role ${options.role}`,
      reason: {
        en: `must be root-cert or one of ${roles.join(", ")}`,
        zh: `必须是 root-cert 或 ${roles.join("、")} 之一`,
      },
    });
  if (options.ca === undefined)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--ca",
      reason: { en: "is needed: the folder with ca.crt and ca.key", zh: "必填：存放 ca.crt 与 ca.key 的目录" },
    });
  const authority = readAuthority(options.ca);
  return (["sign", "tls"] as const).flatMap((kind) =>
    write(
      join(options.out, `${options.name}.${kind}`),
      issueMember({ authority, orgId: options.org, name: options.name, role, kind, unixSeconds, years, algorithm }),
    ),
  );
}

function write(base: string, identity: IssuedIdentity): readonly string[] {
  const files = [`${base}.crt`, `${base}.key`];
  const existing = files.find((file) => existsSync(file));
  if (existing !== undefined)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: existing,
      reason: { en: "exists already and is not overwritten", zh: "已存在，不会被覆盖" },
    });
  writeIdentity(base, identity);
  return files;
}

function describeCertificate(certificate: Certificate): Record<string, string> {
  const { publicKey, subject, subjectKeyId } = certificate;
  return {
    subject: subject.commonName,
    organization: subject.organization.join(", "),
    role: subject.organizationalUnit.join(", "),
    issuer: certificate.issuer.commonName,
    validFrom: new Date(Number(certificate.notBefore) * 1000).toISOString(),
    validTo: new Date(Number(certificate.notAfter) * 1000).toISOString(),
    key: publicKey.algorithm,
    serial: certificate.serialHex,
    keyUsage: [...certificate.keyUsage].join(", "),
    dnsNames: certificate.dnsNames.join(", "),
    certHash: bytesToHex(hashBytes("SHA256", certificate.der)),
    address: addressFromPublicKey({ publicKey, ...(subjectKeyId === undefined ? {} : { subjectKeyId }) }, "ETHEREUM"),
    nodeId: nodeIdFromPublicKey(publicKey),
  };
}
