import { equalBytes, textToBinaryString, utf8ToBytes } from "@yanta/bytes";
import { parseCertificates, verifyCertificateChain, type Certificate } from "@yanta/crypto";
import { certManageContract, frozenListKey, readCertificate } from "@yanta/identity";
import type { ChainConfig } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import { readConfig } from "../chain-config/config-state.ts";
import { createNativeEvent, nativeTopics } from "../contract-event.ts";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeedWithText } from "../outcome.ts";
import { isBlank, parameterText, refuseLongList } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import { certificateHashHex, parseCertificateText } from "./certificate-input.ts";
import { readKeyList, writeKeyList } from "./state-list.ts";

/**
 * CERTS_FREEZE: `certs` are PEMs joined by commas, none of them a CA's, all under a trust root and not frozen yet.
 * Each is stored under `freeze_<hash>`; the result is the hashes, joined. Spec: system-contracts.md §5.
 */
export const freezeCertificates: NativeMethod = (context, parameters) => {
  const frozen = [...readKeyList(context, frozenListKey)];
  const certs = parameterText(parameters, "certs");
  if (isBlank(certs)) return refuse(`${refusalTexts.params}, freeze cert require param [certs] not found`);
  const roots = readTrustRoots(readConfig(context));
  const hashes: string[] = [];
  for (const pem of certs.split(",")) {
    const refusal = refuseCertificate(context, pem, roots) ?? refuseStored(pem);
    if (refusal !== undefined) return refuse(refusal);
    const hash = certificateHashHex(context.chainConfig, pem) ?? "";
    const key = freezeKey(hash);
    if ((context.get(certManageContract, key)?.length ?? 0) > 0)
      return refuse(`the certHashKey is exist certHashKey[${key}]`);
    context.put(certManageContract, key, utf8ToBytes(pem));
    frozen.push(key);
    hashes.push(hash);
  }
  writeKeyList(context, frozenListKey, frozen);
  return succeedWithText(hashes.join(","), [createFreezeEvent(context, nativeTopics.certsFreeze, [certs])]);
};

/** CERTS_UNFREEZE: by `certs`, by `cert_hashes` or both; at least one must be frozen, others are passed over. */
export const unfreezeCertificates: NativeMethod = (context, parameters) => {
  const frozen = readKeyList(context, frozenListKey);
  if (frozen.length === 0) return refuse("no cert need to unfreeze");
  const certs = parameterText(parameters, "certs");
  const certHashes = parameterText(parameters, "cert_hashes");
  if (isBlank(certs) && isBlank(certHashes)) {
    return refuse(`${refusalTexts.params}, unfreeze cert require param [certs or cert_hashes] not found`);
  }
  const tooLong = refuseLongList(certHashes, "cert_hashes");
  if (tooLong !== undefined) return refuse(tooLong);
  const roots = readTrustRoots(readConfig(context));
  const thawed = new Set<string>();
  const thaw = (hash: string): void => {
    const key = freezeKey(hash);
    if ((context.get(certManageContract, key)?.length ?? 0) === 0) return;
    context.delete(certManageContract, key);
    thawed.add(key.toLowerCase());
  };
  for (const pem of splitList(certs)) {
    const refusal = refuseCertificate(context, pem, roots);
    if (refusal !== undefined) return refuse(refusal);
    thaw(certificateHashHex(context.chainConfig, pem) ?? "");
  }
  for (const hash of splitList(certHashes)) thaw(hash);
  const kept = frozen.filter((key) => !thawed.has(key.toLowerCase()));
  if (kept.length === frozen.length) return refuse(refusalTexts.params);
  writeKeyList(context, frozenListKey, kept);
  return succeedWithText("Success", [createFreezeEvent(context, nativeTopics.certsUnfreeze, [certs, certHashes])]);
};

function freezeKey(hash: string): string {
  return textToBinaryString(`freeze_${hash}`);
}

/** Entries of a comma list; an absent list has none. */
function splitList(text: string): readonly string[] {
  return text.split(",").filter((entry) => entry !== "");
}

/** Certificates of CAs cannot be frozen, nor those that no trust root vouches for at the block's time. */
function refuseCertificate(context: TxContext, pem: string, roots: readonly Certificate[]): string | undefined {
  const parsed = parseCertificateText(pem);
  if (parsed.kind === "refused") return parsed.message;
  if (parsed.certificate.isCa) return "can not freeze/unfreeze root certificate";
  const options = { leaf: parsed.certificate, intermediates: roots, roots, unixSeconds: context.blockTimestamp };
  const result = verifyCertificateChain(options);
  return result.kind === "invalid" ? result.message : undefined;
}

/**
 * Access control reads the stored text again, by stricter rules: a text with other labels, other blocks or far longer ones
 * would leave the chain without access control.
 */
function refuseStored(pem: string): string | undefined {
  const parsed = parseCertificateText(pem);
  const stored = readCertificate(utf8ToBytes(pem));
  if (parsed.kind === "certificate" && stored !== undefined && equalBytes(stored.der, parsed.certificate.der))
    return undefined;
  return "x509 parse cert failed, x509: malformed certificate";
}

/** All certificates of the configuration's bundles; a stored configuration has only readable ones. */
function readTrustRoots(config: ChainConfig): readonly Certificate[] {
  return config.trustRoots.flatMap((entry) => entry.root.flatMap((pem) => parseCertificates(pem)));
}

function createFreezeEvent(context: TxContext, topic: string, data: readonly string[]) {
  return createNativeEvent(context, {
    topic,
    contract: certManageContract,
    version: context.chainConfig.version,
    data,
  });
}
