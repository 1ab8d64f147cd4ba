import { pino, type Logger } from "pino";

export type { Logger } from "pino";

/** Fields whose values never reach a log, wherever they stand. */
const secretFields = [
  "password",
  "keyPassword",
  "privateKey",
  "privateKeyPem",
  "*.password",
  "*.privateKey",
  "*.privateKeyPem",
];

/** JSON lines on standard error: messages are constant strings, what varies stands in fields. */
export function createLogger(level: "debug" | "info" | "warn" | "error"): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: secretFields, censor: "[secret]" },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    process.stderr,
  );
}
