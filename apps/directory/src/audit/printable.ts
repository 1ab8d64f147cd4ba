/** Text from the chain on one line: control characters and those that turn the reading direction are shown by their number. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16) ?? ""}}`);
}
