interface RegisteredTest {
  readonly name: string;
  readonly body: () => void;
}

export interface ConformanceReport {
  readonly passed: readonly string[];
  /** Name and error of each test that failed. */
  readonly failed: readonly string[];
}

const registered: RegisteredTest[] = [];

/** Stands in for `test` of node:test: keeps the test until `runRegisteredTests`. */
export function test(name: string, body: () => void): void {
  registered.push({ name, body });
}

export function runRegisteredTests(): ConformanceReport {
  const passed: string[] = [];
  const failed: string[] = [];
  for (const { name, body } of registered) {
    try {
      body();
      passed.push(name);
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { passed, failed };
}
