export * from "./engine-binding.ts";
export { engineGenesis, validatorPower } from "./engine-genesis.ts";
export { engineAddress, enginePeerId } from "./engine-keys.ts";
export { engineVersion } from "./engine-version.ts";
export { engineErrors } from "./errors.ts";
export { findEngine, type EngineProgram, type FindEngineOptions } from "./find-engine.ts";
