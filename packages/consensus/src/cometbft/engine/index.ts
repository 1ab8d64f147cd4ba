export * from "./engine-binding.ts";
export { createEngineClient, type EngineConnection, type EnginePeer, type EngineValidator } from "./engine-client.ts";
export type { EngineConfig } from "./engine-config.ts";
export { engineGenesis, validatorPower } from "./engine-genesis.ts";
export {
  bindingText,
  engineSocket,
  openEngineHome,
  readAppState,
  writeEngineConfig,
  writeEngineGenesis,
} from "./engine-home.ts";
export type { EngineOwner } from "./engine-home.ts";
export { engineAddress, enginePeerId } from "./engine-keys.ts";
export { EngineProcess, type EngineLogLine, type EngineProcessOptions } from "./engine-process.ts";
export { engineVersion } from "./engine-version.ts";
export { engineErrors } from "./errors.ts";
export { findEngine, type EngineProgram, type FindEngineOptions } from "./find-engine.ts";
