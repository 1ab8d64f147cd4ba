import type { ReactNode } from "react";
import { splitByWords } from "./split-by-words.ts";

/** A text in which some words are marked. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }): ReactNode {
  return splitByWords(text, words).map((piece, index) =>
    piece.isWord ? <mark key={index}>{piece.text}</mark> : piece.text,
  );
}
