/** Whether a text is an address of a chain: 40 small hex digits, or 40 after ZX. Spec: access.md §11. */
export function isAddress(text: string): bool {
  const start = text.startsWith("ZX") ? 2 : 0;
  if (text.length != start + 40) return false;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isDigit = code >= 0x30 && code <= 0x39;
    const isLetter = code >= 0x61 && code <= 0x66;
    if (!isDigit && !isLetter) return false;
  }
  return true;
}
