import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { playgroundErrors } from "../errors.ts";
import { errorToMessage } from "../error-message.ts";
import { compilesMax, sourcesLengthMax } from "../limits.ts";
import { type CompileAnswer, CompileWorker, type CompilerOptions, type SourceFiles } from "./compile-worker.ts";

interface Request {
  readonly sources: SourceFiles;
}

/** A compiler's Worker in the test's hand. */
class FakeWorker extends EventTarget {
  readonly requests: Request[] = [];
  isTerminated = false;

  postMessage(request: Request): void {
    this.requests.push(request);
  }

  answer(data: CompileAnswer): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

function createCompiler(options: Partial<CompilerOptions> = {}) {
  const workers: FakeWorker[] = [];
  const compiler = new CompileWorker<Request, string>({
    createWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    ...options,
  });
  return { compiler, workers };
}

const request = (text = "x"): Request => ({ sources: new Map([["a", text]]) });
/** Lets what is resolved run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a compiler's Worker", () => {
  it("is made at the first request, takes one after the other, and is ended when it rests", async () => {
    const { compiler, workers } = createCompiler({ idleMs: 5 });
    assert.equal(workers.length, 0);
    const [first, second] = [compiler.compile(request("1")), compiler.compile(request("2"))];
    await turn();
    const [worker] = workers;
    assert.ok(worker !== undefined);
    assert.equal(worker.requests.length, 1);
    worker.answer({ kind: "answer", value: "one" });
    assert.equal(await first, "one");
    await turn();
    assert.equal(worker.requests.length, 2);
    const error = errorToMessage(playgroundErrors.create("PLAYGROUND_FAULT", { reason: "two" }));
    worker.answer({ kind: "error", error });
    await assert.rejects(second, { code: "PLAYGROUND_FAULT" });
    while (!worker.isTerminated) await turn();
    const third = compiler.compile(request("3"));
    await turn();
    workers[1]?.answer({ kind: "answer", value: "three" });
    assert.equal(await third, "three");
    compiler.close();
  });

  it("that fails or does not end is replaced; who waited behind it is served", async () => {
    const { compiler, workers } = createCompiler({ timeoutMs: 20 });
    const slow = compiler.compile(request("1"));
    const failing = compiler.compile(request("2"));
    const good = compiler.compile(request("3"));
    await assert.rejects(slow, { code: "PLAYGROUND_COMPILE_TIMEOUT" });
    await turn();
    workers[1]?.dispatchEvent(Object.assign(new Event("error"), { message: "boom" }));
    await assert.rejects(failing, { code: "PLAYGROUND_WORKER_FAILED" });
    await turn();
    workers[2]?.answer({ kind: "answer", value: "three" });
    assert.equal(await good, "three");
    assert.deepEqual(
      workers.map(({ isTerminated }) => isTerminated),
      [true, true, false],
    );
    compiler.close();
    assert.equal(workers[2]?.isTerminated, true);
  });

  it("refuses what is too large or too much, and everything when it is closed", async () => {
    const { compiler } = createCompiler();
    await assert.rejects(compiler.compile(request("x".repeat(sourcesLengthMax))), {
      code: "PLAYGROUND_SOURCES_TOO_LARGE",
    });
    const waiting = Array.from({ length: compilesMax }, () => compiler.compile(request()));
    await assert.rejects(compiler.compile(request()), { code: "PLAYGROUND_BUSY" });
    await turn();
    compiler.close();
    for (const each of waiting) await assert.rejects(each, { code: "PLAYGROUND_NOT_OPEN" });
    await assert.rejects(compiler.compile(request()), { code: "PLAYGROUND_NOT_OPEN" });
  });
});
