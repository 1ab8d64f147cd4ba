import type { Language } from "@yanta/errors";

export type FindingLevel = "ok" | "warning" | "error";

/** One thing that was looked at. */
export interface Finding {
  readonly level: FindingLevel;
  /** Stable name of the check, e.g. `rpc.tls.cert_file`. */
  readonly check: string;
  readonly text: Readonly<Record<Language, string>>;
  /** What a person does about it. */
  readonly advice?: Readonly<Record<Language, string>>;
  /** Mends it without risk; offered by `yanta doctor --fix`. */
  readonly fix?: () => void;
}

export const okFinding = (check: string, en: string, zh: string): Finding => ({ level: "ok", check, text: { en, zh } });
