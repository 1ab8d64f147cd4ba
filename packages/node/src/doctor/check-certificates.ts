import { chmodSync, readFileSync, statSync } from "node:fs";
import { equalBytes } from "@yanta/bytes";
import { parseCertificate, parsePrivateKey, verifyCertificateChain, type Certificate } from "@yanta/crypto";
import { okFinding, type Finding } from "./finding.ts";

/** A certificate and key that the configuration names, with what they must be good for. */
export interface IdentityFiles {
  /** Configuration key of the certificate, e.g. `rpc.tls.cert_file`. */
  readonly check: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly keyPassword?: string;
  /** The organisation the certificate must belong to. */
  readonly orgId: string;
  /** DNS name that the certificate must carry. */
  readonly dnsName?: string;
}

export interface CertificateChecks {
  readonly unixSeconds: bigint;
  /** CA certificates by organisation. */
  readonly trustRoots: ReadonlyMap<string, readonly Certificate[]>;
}

const expiryWarningSeconds = 30n * 86_400n;

/** Checks one certificate and its key: readable, matching, in time, of the right organisation, signed by its CA. */
export function checkIdentity(files: IdentityFiles, checks: CertificateChecks): readonly Finding[] {
  const { check } = files;
  let certificate: Certificate;
  try {
    certificate = parseCertificate(readFileSync(files.certificateFile));
  } catch (error) {
    return [unreadable(check, files.certificateFile, error)];
  }
  const findings = [
    ...checkValidity(check, files.certificateFile, certificate, checks.unixSeconds),
    ...checkKey(files, certificate),
  ];
  const organization = certificate.subject.organization[0] ?? "";
  if (organization !== files.orgId) {
    findings.push({
      level: "error",
      check,
      text: {
        en: `${files.certificateFile} belongs to ${organization}, the node to ${files.orgId}`,
        zh: `${files.certificateFile} 属于 ${organization}，而节点属于 ${files.orgId}`,
      },
      advice: {
        en: "Name a certificate of this organisation, or correct node.org_id.",
        zh: "请使用本组织的证书，或修改 node.org_id。",
      },
    });
  }
  if (files.dnsName !== undefined && !certificate.dnsNames.includes(files.dnsName)) {
    findings.push({
      level: "error",
      check,
      text: {
        en: `${files.certificateFile} does not carry the name ${files.dnsName}`,
        zh: `${files.certificateFile} 中没有域名 ${files.dnsName}`,
      },
      advice: {
        en: "Clients look for tls_host_name in the certificate; issue it with that DNS name.",
        zh: "客户端会检查证书中的 tls_host_name，请用该 DNS 名称重新签发。",
      },
    });
  }
  findings.push(...checkChain(files, certificate, checks));
  return findings.length > 0
    ? findings
    : [
        okFinding(
          check,
          `${files.certificateFile} is good until ${day(certificate.notAfter)}`,
          `${files.certificateFile} 有效期至 ${day(certificate.notAfter)}`,
        ),
      ];
}

function checkChain(files: IdentityFiles, certificate: Certificate, checks: CertificateChecks): readonly Finding[] {
  const roots = checks.trustRoots.get(files.orgId) ?? [];
  const chain = verifyCertificateChain({
    leaf: certificate,
    intermediates: [],
    roots,
    unixSeconds: certificate.notBefore,
  });
  // Who is out of time is told of each certificate by itself; here only the signature counts.
  if (chain.kind === "valid" || chain.reason === "expired" || chain.reason === "notYetValid") return [];
  return [
    {
      level: "error",
      check: files.check,
      text: {
        en: `${files.certificateFile} is not signed by a CA of ${files.orgId} in trust_roots`,
        zh: `${files.certificateFile} 并非由 trust_roots 中 ${files.orgId} 的 CA 签发`,
      },
      advice: {
        en: "Use the certificate issued by the CA in the chain configuration.",
        zh: "请使用链配置中该组织 CA 签发的证书。",
      },
    },
  ];
}

/** Whether a certificate is in time, and how long still. */
export function checkValidity(check: string, file: string, certificate: Certificate, unixSeconds: bigint): Finding[] {
  if (unixSeconds > certificate.notAfter) {
    return [
      {
        level: "error",
        check,
        text: {
          en: `${file} expired on ${day(certificate.notAfter)}`,
          zh: `${file} 已于 ${day(certificate.notAfter)} 过期`,
        },
        advice: {
          en: "Have it issued anew by its CA; `yanta cert generate` does it where you hold the CA's key.",
          zh: "请由 CA 重新签发；若持有 CA 私钥，可用 `yanta cert generate`。",
        },
      },
    ];
  }
  if (unixSeconds < certificate.notBefore) {
    return [
      {
        level: "error",
        check,
        text: {
          en: `${file} is valid only from ${day(certificate.notBefore)} on`,
          zh: `${file} 自 ${day(certificate.notBefore)} 起才有效`,
        },
        advice: { en: "Check this machine's clock first: it may be behind.", zh: "请先检查本机时钟，可能偏慢。" },
      },
    ];
  }
  if (certificate.notAfter - unixSeconds < expiryWarningSeconds) {
    return [
      {
        level: "warning",
        check,
        text: {
          en: `${file} expires on ${day(certificate.notAfter)}`,
          zh: `${file} 将于 ${day(certificate.notAfter)} 过期`,
        },
        advice: {
          en: "Renew it in time: an expired certificate stops the node's clients.",
          zh: "请及时更新，证书过期后客户端将无法使用该节点。",
        },
      },
    ];
  }
  return [];
}

function checkKey(files: IdentityFiles, certificate: Certificate): Finding[] {
  const { check, keyFile, certificateFile } = files;
  let spkiDer: Uint8Array;
  try {
    spkiDer = parsePrivateKey(readFileSync(keyFile, "utf8"), files.keyPassword).publicKey.spkiDer;
  } catch (error) {
    return [unreadable(check, keyFile, error)];
  }
  const findings: Finding[] = [];
  if (!equalBytes(spkiDer, certificate.publicKey.spkiDer)) {
    findings.push({
      level: "error",
      check,
      text: { en: `${keyFile} is not the key of ${certificateFile}`, zh: `${keyFile} 与 ${certificateFile} 不匹配` },
      advice: { en: "Name the key and certificate that were made together.", zh: "请使用成对生成的私钥与证书。" },
    });
  }
  if (process.platform !== "win32" && (statSync(keyFile).mode & 0o077) !== 0) {
    findings.push({
      level: "warning",
      check,
      text: { en: `${keyFile} can be read by other users`, zh: `${keyFile} 可被其他用户读取` },
      advice: { en: `Run: chmod 600 ${keyFile}`, zh: `请执行：chmod 600 ${keyFile}` },
      fix: () => chmodSync(keyFile, 0o600),
    });
  }
  return findings;
}

function unreadable(check: string, file: string, error: unknown): Finding {
  const reason = error instanceof Error ? error.message : "unreadable";
  return {
    level: "error",
    check,
    text: { en: `${file} cannot be used: ${reason}`, zh: `${file} 无法使用：${reason}` },
    advice: { en: "Give a PEM file as ChainMaker's generator writes it.", zh: "请提供长安链工具生成的 PEM 文件。" },
  };
}

const day = (unixSeconds: bigint): string => new Date(Number(unixSeconds) * 1000).toISOString().slice(0, 10);
