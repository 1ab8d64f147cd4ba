export * from "./engine-binding.ts";
export { createEngineClient, type EngineConnection, type EnginePeer, type EngineValidator } from "./engine-client.ts";
export type { EngineConfig } from "./engine-config.ts";
export { engineGenesis, validatorPower } from "./engine-genesis.ts";
export { engineSocket, openEngineHome, readAppState, writeEngineConfig, writeEngineGenesis } from "./engine-home.ts";
export { engineAddress, enginePeerId } from "./engine-keys.ts";
export { EngineProcess, type EngineLogLine, type EngineProcessOptions } from "./engine-process.ts";
export {
  adoptRotation,
  isRotationKnown,
  prepareRotation,
  readRotation,
  type EngineRotation,
} from "./engine-rotation.ts";
export { engineVersion } from "./engine-version.ts";
export { engineErrors } from "./errors.ts";
export { findEngine, type EngineProgram, type FindEngineOptions } from "./find-engine.ts";
export { bindingText, readHomeBinding, type EngineOwner } from "./home-files.ts";
