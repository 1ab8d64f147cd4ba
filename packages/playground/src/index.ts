export { playgroundErrors, type PlaygroundErrorCode } from "./errors.ts";
export * from "./interface.ts";
export * from "./limits.ts";
export { openPlayground, type OpenPlaygroundOptions } from "./open-playground.ts";
