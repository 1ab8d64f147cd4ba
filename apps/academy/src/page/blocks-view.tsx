import type { BlockView, Playground } from "@yanta/playground";
import { type ReactElement, useEffect, useState } from "react";
import { useSay } from "./language.tsx";
import { words } from "./words.ts";

/** Blocks that are shown, newest first. */
const blocksMax = 12;

export function BlocksView({ playground }: { readonly playground: Playground }): ReactElement {
  const say = useSay();
  const [blocks, setBlocks] = useState<readonly BlockView[]>([]);
  useEffect(() => {
    let isLeft = false;
    const refresh = (): void => {
      readNewest(playground).then(
        (found) => {
          if (!isLeft) setBlocks(found);
        },
        () => undefined,
      );
    };
    refresh();
    const stop = playground.onBlock(refresh);
    return () => {
      isLeft = true;
      stop();
    };
  }, [playground]);
  return (
    <section>
      <h2>{say(words.blocks)}</h2>
      <ol className="blocks">
        {blocks.map(({ height, hash, previousHash, txs }) => (
          <li key={hash}>
            <strong>
              {say(words.height)} {String(height)}
            </strong>
            <code title={hash}>{hash.slice(0, 12)}</code>
            <span className="quiet">← {previousHash === "" ? "—" : previousHash.slice(0, 12)}</span>
            {txs.map(({ txId, contract, method, code, contractCode }) => (
              <span key={txId} className={code === 0 && contractCode === 0 ? "good" : "bad"}>
                {contract}.{method}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

async function readNewest(playground: Playground): Promise<readonly BlockView[]> {
  const { height } = await playground.getTip();
  const count = Math.min(Number(height) + 1, blocksMax);
  const heights = Array.from({ length: count }, (_, index) => height - BigInt(index));
  const found = await Promise.all(heights.map((each) => playground.getBlock(each)));
  return found.filter((block) => block !== undefined);
}
