/** A piece of a text, and whether it is one of the words. */
export interface TextPiece {
  readonly text: string;
  readonly isWord: boolean;
}

/** Cuts a text where words stand in it, whatever their case; longer words go first. */
export function splitByWords(text: string, words: readonly string[]): readonly TextPiece[] {
  const known = words.filter((word) => word !== "").toSorted((a, b) => b.length - a.length);
  if (known.length === 0) return [{ text, isWord: false }];
  const pattern = new RegExp(`(${known.map((word) => RegExp.escape(word)).join("|")})`, "giu");
  return text
    .split(pattern)
    .map((piece, index) => ({ text: piece, isWord: index % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}
