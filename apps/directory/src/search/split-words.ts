/** Runs of Chinese characters, and of letters and digits, in a text. */
const runs = /(\p{Script=Han}+)|((?:(?!\p{Script=Han})[\p{L}\p{N}])+)/gu;

/** Longest run of letters that is a word: what is longer is no word of a language. */
const wordLengthMax = 40;

/**
 * The words that a text is found by. Chinese is cut into pairs of neighbouring characters and the last one alone, so that any part of
 * a word finds it and no dictionary has to know it; other scripts are cut into small-letter words without a plural s.
 */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [, chinese, other] of text.normalize("NFKC").matchAll(runs)) {
    if (chinese !== undefined) words.push(...pairsOf(chinese));
    else if (other !== undefined) words.push(plainWord(other));
  }
  return words;
}

/** 营业执照 → 营业, 业执, 执照, 照. */
function pairsOf(run: string): readonly string[] {
  const characters = [...run];
  return characters.map((character, index) => character + (characters[index + 1] ?? ""));
}

/** Small letters, without the s of a plural. */
export function plainWord(word: string): string {
  const small = word.toLowerCase().slice(0, wordLengthMax);
  return small.length > 3 && small.endsWith("s") && !small.endsWith("ss") ? small.slice(0, -1) : small;
}
