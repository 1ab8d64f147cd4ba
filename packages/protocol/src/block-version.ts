import { protocolErrors } from "./errors.ts";

/**
 * Block versions from which rules change, by number. What each one changes is told in ledger.md §3; the code that
 * follows a rule compares the header's block_version with the name here.
 */
export const blockVersions = {
  /** Second set of native contracts. */
  v220: 220,
  /** ChainMaker 2.2.0 as released. */
  v2201: 2201,
  /** Contracts are stored a second time under their address. */
  v2220: 2220,
  /** Native contracts have addresses; runtime checks at install. */
  v2230: 2230,
  /** Gas left out of the tx hash; failed cross calls drop their writes; names hashed twice for addresses. */
  v2300: 2300,
  /** `__cross_caller__` everywhere; frozen contracts may be upgraded; batch state. */
  v2030100: 2030100,
  /** Gas by bytes; only_creator_can_upgrade. */
  v2030102: 2030102,
  /** EVM precompiles 1000 to 1007. */
  v2030200: 2030200,
  /** Contract look-up sees the transaction's own writes; policies by block version. */
  v2030300: 2030300,
  /** EVM revert without panic. */
  v2030400: 2030400,
  /** EasyCodec errors count; own-write reads leave the read set; Contract.index. */
  v2030500: 2030500,
  /** Relay-cross contract in its second form. */
  v2030600: 2030600,
  /** Batch reads record real keys in request order. */
  v2030602: 2030602,
  /** VM support list; creation and upgrade heights in Contract. */
  v2030700: 2030700,
} as const;

/** Block version of ChainMaker releases before 2.2. */
const oldestBlockVersion = 20;

/** What a chain configuration without a version means. Spec: ledger.md §3. */
export const defaultBlockVersion: number = blockVersions.v2300;

/** The largest version text, in digits, that fits the header's uint32. */
const blockVersionMax = 0xffffffff;

/**
 * The block version that `ChainConfig.version` names: digits are taken as they are, release names are converted.
 *
 * Errors: PROTOCOL_BLOCK_VERSION_UNREADABLE.
 * Spec: config.md §2.
 */
export function blockVersionFromText(version: string): number {
  if (/^\d{1,10}$/.test(version) && Number(version) <= blockVersionMax) {
    const value = Number(version);
    return value === 0 ? defaultBlockVersion : value;
  }
  if (version === "v2.2.0_alpha") return blockVersions.v220;
  const match = /^v(\d+)\.(\d+)\.(\d+)(?:\.(\d+))?(?:[_-].*)?$/.exec(version);
  if (match === null) throw protocolErrors.create("PROTOCOL_BLOCK_VERSION_UNREADABLE", { version });
  const [major = 0, minor = 0, patch = 0, build = 0] = match
    .slice(1)
    .map((part) => (part === undefined ? 0 : Number(part)));
  const order = major * 1_000_000 + minor * 10_000 + patch * 100 + build;
  if (order >= blockVersions.v2030100) return order;
  if (order < 2_020_000) return oldestBlockVersion;
  return Number(`${major}${minor}${patch}${version.endsWith(".0") ? 1 : 0}`);
}
