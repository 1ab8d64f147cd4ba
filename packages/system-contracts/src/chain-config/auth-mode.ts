import type { ChainConfig } from "@yanta/protocol";

/** permissionedWithCert, also under its old name and when empty. Spec: access.md §1. */
export function isCertificateMode(config: ChainConfig): boolean {
  return ["permissionedwithcert", "identity", ""].includes(config.authType.toLowerCase());
}

/** permissionedWithKey. */
export function isKeyMode(config: ChainConfig): boolean {
  return config.authType.toLowerCase() === "permissionedwithkey";
}

/** public. */
export function isPublicMode(config: ChainConfig): boolean {
  return config.authType.toLowerCase() === "public";
}
