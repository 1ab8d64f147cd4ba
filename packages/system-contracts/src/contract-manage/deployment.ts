import { bytesToUtf8 } from "@yanta/bytes";
import { RuntimeType, TxStatusCode, type ChainConfig } from "@yanta/protocol";
import type { CallOutcome, Parameters } from "@yanta/vm";
import { isAnyBlank, parameterBytes, parameterText } from "../parameters.ts";

/** Parameters of INIT_CONTRACT and UPGRADE_CONTRACT. */
export interface Deployment {
  readonly name: string;
  readonly version: string;
  readonly bytecode: Uint8Array;
  readonly runtimeType: RuntimeType;
}

export type ParsedDeployment =
  | { readonly kind: "deployment"; readonly deployment: Deployment }
  | { readonly kind: "refused"; readonly message: string };

const runtimeTypes: ReadonlyMap<string, RuntimeType> = new Map(
  [
    RuntimeType.NATIVE,
    RuntimeType.WASMER,
    RuntimeType.WXVM,
    RuntimeType.GASM,
    RuntimeType.EVM,
    RuntimeType.DOCKER_GO,
    RuntimeType.JAVA,
    RuntimeType.GO,
  ].map((type) => [runtimeName(type), type]),
);

/** Parses and checks the four parameters of a deployment. Spec: system-contracts.md §3. */
export function parseDeployment(parameters: Parameters): ParsedDeployment {
  const name = parameterText(parameters, "CONTRACT_NAME");
  const version = parameterText(parameters, "CONTRACT_VERSION");
  const bytecode = parameterBytes(parameters, "CONTRACT_BYTECODE");
  const runtimeText = bytesToUtf8(parameterBytes(parameters, "CONTRACT_RUNTIME_TYPE"));
  if (isAnyBlank(name, version, runtimeText) || isBlankBytecode(bytecode)) {
    return { kind: "refused", message: "params contractName/version/byteCode/runtimeType cannot be empty" };
  }
  const runtimeType = runtimeTypes.get(runtimeText);
  if (runtimeType === undefined) return { kind: "refused", message: `params runtimeType[${runtimeText}] is error` };
  return { kind: "deployment", deployment: { name, version, bytecode, runtimeType } };
}

/** The enum's name, as it stands in texts. */
export function runtimeName(type: RuntimeType): string {
  return RuntimeType[type];
}

/** Names of runtimes in `vm.support_list`, lower case. Spec: config.md §1. */
const supportNames: ReadonlyMap<RuntimeType, string> = new Map([
  [RuntimeType.WASMER, "wasmer"],
  [RuntimeType.GASM, "gasm"],
  [RuntimeType.EVM, "evm"],
  [RuntimeType.WXVM, "wxvm"],
]);

/**
 * The VM manager's refusal of a runtime that this chain does not support; undefined = supported.
 * DOCKER_GO is always refused: its packages cannot be opened yet. Spec: rpc.md §6, vm.md §8.2.
 */
export function refuseRuntime(config: ChainConfig, type: RuntimeType): string | undefined {
  const name = supportNames.get(type);
  const isListed = config.vm?.supportList.some((entry) => entry.toLowerCase() === name) === true;
  return name !== undefined && isListed ? undefined : `no such vm runtime "${runtimeName(type)}"`;
}

/** Whether an init or upgrade call went wrong, by its status or by its code. */
export function hasFailed(outcome: CallOutcome): boolean {
  return outcome.status !== TxStatusCode.SUCCESS || outcome.code > 0;
}

/** White space only, without turning megabytes of code into text. */
function isBlankBytecode(bytecode: Uint8Array): boolean {
  return bytecode.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}
