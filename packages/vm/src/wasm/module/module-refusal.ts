/** A contract's module is malformed, over a limit or uses a feature that contracts do not have. The message is deterministic. */
export class ModuleRefusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "ModuleRefusal";
  }
}
