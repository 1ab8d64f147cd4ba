import { parseCertificate } from "@yanta/crypto";
import { bytesToHex } from "@yanta/bytes";
import { defineErrors } from "@yanta/errors";
import { createCertificateSigner, type Signer } from "@yanta/sdk/offline";

/** A member whose key lies in this page's memory, and nowhere else. */
export interface Identity {
  /** Hex of the certificate's subject key identifier: the contract's name for the member. */
  readonly uid: string;
  readonly orgId: string;
  readonly name: string;
  readonly signer: Signer;
}

export const identityErrors = defineErrors("directory-identity", {
  DIRECTORY_IDENTITY_FILES: {
    en: {
      message: "A certificate and its private key are needed, both as PEM files",
      advice: "Choose two files, for example d0-consumer.crt and d0-consumer.key.",
    },
    zh: {
      message: "需要证书及其私钥两个 PEM 文件",
      advice: "请选择两个文件，例如 d0-consumer.crt 与 d0-consumer.key。",
    },
    retryable: false,
  },
  DIRECTORY_IDENTITY_UNREADABLE: {
    en: {
      message: "The certificate or the key cannot be read: {reason}",
      advice: "Choose the signing certificate (not that for TLS) and its unencrypted key.",
    },
    zh: { message: "无法读取证书或私钥：{reason}", advice: "请选择签名证书（非 TLS 证书）及其未加密的私钥。" },
    retryable: false,
  },
  DIRECTORY_IDENTITY_MISMATCH: {
    en: { message: "The key does not belong to the certificate", advice: "Choose the two files of one person." },
    zh: { message: "私钥与证书不匹配", advice: "请选择同一人员的两个文件。" },
    retryable: false,
  },
  DIRECTORY_IDENTITY_OTHER: {
    en: {
      message: "This is the key of another person than the one who is logged in",
      advice: "Choose your own certificate and key, or log out first.",
    },
    zh: { message: "该密钥与当前登录人员不一致", advice: "请选择本人的证书与私钥，或先退出登录。" },
    retryable: false,
  },
});

/** Largest PEM file that is read. */
const fileBytesMax = 64 * 1024;

/** Reads a member's two files. Errors: DIRECTORY_IDENTITY_*. */
export async function readIdentity(files: readonly Blob[]): Promise<Identity> {
  const texts = await Promise.all(files.filter(({ size }) => size <= fileBytesMax).map((file) => file.text()));
  const certificatePem = texts.find((text) => text.includes("BEGIN CERTIFICATE"));
  const privateKeyPem = texts.find((text) => text.includes("PRIVATE KEY"));
  if (certificatePem === undefined || privateKeyPem === undefined)
    throw identityErrors.create("DIRECTORY_IDENTITY_FILES");
  return identityOf(certificatePem, privateKeyPem);
}

async function identityOf(certificatePem: string, privateKeyPem: string): Promise<Identity> {
  let identity: Identity;
  let signature: Uint8Array;
  const probe = new TextEncoder().encode("yanta-directory: does this key belong to this certificate?");
  const certificate = readable(() => parseCertificate(certificatePem));
  try {
    const orgId = certificate.subject.organization[0] ?? "";
    const signer = createCertificateSigner({ orgId, certificatePem, privateKeyPem });
    const uid = bytesToHex(certificate.subjectKeyId ?? new Uint8Array());
    identity = { uid, orgId, name: certificate.subject.commonName, signer };
    signature = await signer.sign(probe);
  } catch (error) {
    throw unreadable(error);
  }
  if (!certificate.publicKey.verify(probe, signature, certificate.signatureHash))
    throw identityErrors.create("DIRECTORY_IDENTITY_MISMATCH");
  return identity;
}

function readable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return identityErrors.create("DIRECTORY_IDENTITY_UNREADABLE", { reason }, error);
}
