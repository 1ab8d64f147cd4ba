/**
 * Texts one after the other with a separator between them. In time that grows with their length: `join` of the compiler's own
 * library copies everything again for each text when it builds for size.
 */
export function joinTexts(parts: string[], separator: string): string {
  const count = parts.length;
  if (count == 0) return "";
  let length = separator.length * (count - 1);
  for (let i = 0; i < count; i++) length += parts[i].length;
  const buffer = new ArrayBuffer(length << 1);
  let at = changetype<usize>(buffer);
  for (let i = 0; i < count; i++) {
    if (i > 0) at = append(at, separator);
    at = append(at, parts[i]);
  }
  return String.UTF16.decodeUnsafe(changetype<usize>(buffer), length << 1);
}

function append(at: usize, text: string): usize {
  const size = <usize>text.length << 1;
  memory.copy(at, changetype<usize>(text), size);
  return at + size;
}
