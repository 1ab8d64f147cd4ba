import { FakeTxContext, type FakeTxContextOptions } from "./fake-tx-context.ts";
import { createTestConfig, stateOfConfig } from "./test-config.ts";
import { createIdentity } from "./test-identities.ts";

/** A context of organisation 1's administrator at a time at which the test certificates are valid. */
export function createCertContext(options: Partial<FakeTxContextOptions> = {}): FakeTxContext {
  const config = createTestConfig();
  const state = new Map([...stateOfConfig(config), ...(options.state ?? [])]);
  return new FakeTxContext({ config, sender: createIdentity(1), ...options, state });
}
