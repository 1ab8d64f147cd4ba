import { ItemWriter } from "./easy-codec";
import { askNumber, callHost } from "./host";
import { toBytes } from "./text";

/** Parameters for another contract: `new CallParameters().add<string>("to", account).add<u64>("amount", 5)`. */
export class CallParameters {
  /** @internal */
  items: ItemWriter = new ItemWriter();

  add<T>(name: string, value: T): CallParameters {
    this.items.bytes(name, toBytes<T>(value));
    return this;
  }
}

/**
 * Calls a method of another contract, by its name or address, and returns its result. A failure there is one of this call.
 * ChainMaker forgets the events of a callee that returns nothing. Spec: vm.md §2.3.
 */
export function callContract(contract: string, method: string, parameters: CallParameters): Uint8Array {
  const length = askNumber("CallContractLen", request(contract, method, parameters));
  const bytes = new Uint8Array(length);
  if (length == 0) return bytes;
  const second = request(contract, method, parameters);
  second.int32("value_ptr", <i32>bytes.dataStart);
  callHost("CallContract", second);
  return bytes;
}

function request(contract: string, method: string, parameters: CallParameters): ItemWriter {
  const items = new ItemWriter();
  items.text("contract_name", contract);
  items.text("method", method);
  items.raw("param", parameters.items.pointer, parameters.items.length);
  return items;
}
