import { replayBlocks, runSoloChain, type SoloChainInput } from "./solo-chain.ts";

/** What the Worker is asked to do. */
export type CoreRequest =
  | { readonly kind: "run"; readonly input: SoloChainInput }
  | { readonly kind: "replay"; readonly input: SoloChainInput; readonly blocks: readonly string[] };

addEventListener("message", ({ data }: MessageEvent<CoreRequest>) => {
  answer(data).then(
    (value) => postMessage({ value }),
    (error: unknown) => postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});

function answer(request: CoreRequest): Promise<unknown> {
  return request.kind === "run" ? runSoloChain(request.input) : replayBlocks(request.input, request.blocks);
}
