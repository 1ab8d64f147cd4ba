/** Whether a JSON text nests deeper than it may: told before it is parsed, in one pass, so that no reader runs out of stack. */
export function isTooDeep(text: string, depthMax: number): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (isText) {
      if (letter === "\\") at++;
      else if (letter === '"') isText = false;
    } else if (letter === '"') isText = true;
    else if (letter === "{" || letter === "[") {
      if (++depth > depthMax) return true;
    } else if (letter === "}" || letter === "]") depth--;
  }
  return false;
}
