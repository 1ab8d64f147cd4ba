import { base64ToBytes, bytesToBase64, bytesToHex, equalBytes, utf8ToBytes } from "@yanta/bytes";
import {
  nodeIdFromPublicKey,
  parseCertificate,
  parseCertificates,
  verifyCertificateChain,
  type Certificate,
  type SigningKey,
} from "@yanta/crypto";
import type { ChainConfig } from "@yanta/protocol";
import { engineErrors } from "./errors.ts";
import { bindingSizeBytesMax } from "./limits.ts";

/**
 * A node's statement that an engine with these keys votes and speaks for it on one chain. It is signed with the key
 * that makes the node's id (that of its net TLS certificate), so nobody else can make one for the node.
 */
export interface EngineBinding {
  readonly chainId: string;
  readonly orgId: string;
  readonly nodeId: string;
  /** 1 for a node's first binding, more for each that takes its place: an earlier one cannot be brought back. */
  readonly sequence: number;
  /** Ed25519 key of the engine's votes, 32 bytes. */
  readonly engineKey: Uint8Array;
  /** Ed25519 key of the engine's transport, 32 bytes. */
  readonly peerKey: Uint8Array;
  /** The node's net TLS certificate. */
  readonly certificatePem: string;
  readonly signature: Uint8Array;
}

export type UnsignedBinding = Pick<
  EngineBinding,
  "chainId" | "orgId" | "nodeId" | "sequence" | "engineKey" | "peerKey"
>;

const keySizeBytes = 32;
/** Of the JSON form and of the signed bytes: a first binding has no number in them, a later one has. */
const formats = { first: 1, numbered: 2 } as const;

/**
 * The signed bytes: lines of UTF-8, each ended by a line feed: the title, chain id, organisation id, node id, both keys in
 * lower-case hex, and, from the second binding of a node on, its number. No id can hold a line feed (`parseEngineBinding`
 * refuses it), so there is one reading.
 */
export function engineBindingMessage(binding: UnsignedBinding): Uint8Array {
  const { chainId, orgId, nodeId, sequence, engineKey, peerKey } = binding;
  const title = `yanta engine binding ${formatOf(binding)}`;
  const lines = [title, chainId, orgId, nodeId, bytesToHex(engineKey), bytesToHex(peerKey)];
  if (sequence > 1) lines.push(String(sequence));
  return utf8ToBytes(lines.map((line) => `${line}\n`).join(""));
}

function formatOf({ sequence }: Pick<EngineBinding, "sequence">): number {
  return sequence > 1 ? formats.numbered : formats.first;
}

/** Signs a binding with the node's net TLS key and the hash of its certificate's own signature; the node's first one unless told otherwise. */
export function signEngineBinding(
  unsigned: Omit<UnsignedBinding, "nodeId" | "sequence"> & { readonly sequence?: number },
  certificate: Certificate,
  key: SigningKey,
): EngineBinding {
  const binding = { sequence: 1, ...unsigned, nodeId: nodeIdFromPublicKey(certificate.publicKey) };
  return {
    ...binding,
    certificatePem: certificate.pem,
    signature: key.sign(engineBindingMessage(binding), certificate.signatureHash),
  };
}

/**
 * Why a binding does not hold on a chain, in English; undefined = it holds. Checked are the chain, the node id, the
 * signature, and that the certificate is one of its organisation. Dates are not looked at: a binding holds until the
 * chain's configuration drops the node.
 */
export function engineBindingFault(binding: EngineBinding, config: ChainConfig): string | undefined {
  if (binding.chainId !== config.chainId) return `it is of chain ${binding.chainId}`;
  const certificate = parseCertificate(binding.certificatePem);
  if (nodeIdFromPublicKey(certificate.publicKey) !== binding.nodeId) return "its certificate is of another node";
  if (!certificate.publicKey.verify(engineBindingMessage(binding), binding.signature, certificate.signatureHash))
    return "its signature does not hold";
  if (!certificate.subject.organization.includes(binding.orgId))
    return `its certificate is not of organisation ${binding.orgId}`;
  const roots = config.trustRoots
    .filter(({ orgId }) => orgId === binding.orgId)
    .flatMap(({ root }) => root.flatMap((pem) => parseCertificates(pem)));
  const search = { leaf: certificate, roots, intermediates: [], unixSeconds: certificate.notBefore };
  return verifyCertificateChain(search).kind === "valid"
    ? undefined
    : `no trust root of ${binding.orgId} signed its certificate`;
}

/** The JSON form: the members of EngineBinding, binary ones in base64. Nodes exchange it in files, the engine's genesis carries it. */
export function engineBindingToJson(binding: EngineBinding): Readonly<Record<string, string | number>> {
  return {
    format: formatOf(binding),
    chainId: binding.chainId,
    orgId: binding.orgId,
    nodeId: binding.nodeId,
    ...(binding.sequence > 1 ? { sequence: binding.sequence } : {}),
    engineKey: bytesToBase64(binding.engineKey),
    peerKey: bytesToBase64(binding.peerKey),
    certificatePem: binding.certificatePem,
    signature: bytesToBase64(binding.signature),
  };
}

/** Reads the JSON form from anywhere. Errors: ENGINE_BINDING_INVALID. */
export function parseEngineBinding(text: string, source: string): EngineBinding {
  const invalid = (reason: string, cause?: unknown): Error =>
    engineErrors.create("ENGINE_BINDING_INVALID", { source, reason }, cause);
  if (text.length > bindingSizeBytesMax) throw invalid("it is too long");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid("it is no JSON", error);
  }
  return readEngineBinding(value, source);
}

/** The same from a parsed JSON value. Errors: ENGINE_BINDING_INVALID. */
export function readEngineBinding(value: unknown, source: string): EngineBinding {
  const invalid = (reason: string, cause?: unknown): Error =>
    engineErrors.create("ENGINE_BINDING_INVALID", { source, reason }, cause);
  const fields: Readonly<Record<string, unknown>> = typeof value === "object" && value !== null ? { ...value } : {};
  const sequence = sequenceOf(fields);
  if (sequence === undefined) throw invalid(`its format is not ${formats.first}, or ${formats.numbered} with a number`);
  const line = (name: string): string => {
    const field = fields[name];
    if (typeof field !== "string" || field === "" || field.includes("\n"))
      throw invalid(`${name} is missing or no line`);
    return field;
  };
  const bytes = (name: string): Uint8Array => {
    const found = base64ToBytes(line(name));
    if (found === undefined) throw invalid(`${name} is no base64`);
    return found;
  };
  const key = (name: string): Uint8Array => {
    const found = bytes(name);
    if (found.length !== keySizeBytes) throw invalid(`${name} has not ${keySizeBytes} bytes`);
    return found;
  };
  const certificatePem = fields["certificatePem"];
  if (typeof certificatePem !== "string") throw invalid("certificatePem is missing");
  try {
    parseCertificate(certificatePem);
  } catch (error) {
    throw invalid("its certificate cannot be read", error);
  }
  return {
    chainId: line("chainId"),
    orgId: line("orgId"),
    nodeId: line("nodeId"),
    sequence,
    engineKey: key("engineKey"),
    peerKey: key("peerKey"),
    certificatePem,
    signature: bytes("signature"),
  };
}

/** One form for each number: the first has none, so that two texts cannot say the same. */
function sequenceOf({ format, sequence }: Readonly<Record<string, unknown>>): number | undefined {
  if (format === formats.first && sequence === undefined) return 1;
  const isNumber = typeof sequence === "number" && Number.isSafeInteger(sequence) && sequence > 1;
  return format === formats.numbered && isNumber ? sequence : undefined;
}

/** Whether two bindings say the same keys of the same node. */
export function isSameBinding(one: EngineBinding, other: EngineBinding): boolean {
  return (
    one.nodeId === other.nodeId && equalBytes(one.engineKey, other.engineKey) && equalBytes(one.peerKey, other.peerKey)
  );
}
