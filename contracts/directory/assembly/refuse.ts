/** Ends the call with `CODE field` or `CODE field: detail`; data/messages.json tells people what a code means. */
export function refuse(code: string, field: string, detail: string = ""): void {
  throw new Error(detail == "" ? code + " " + field : code + " " + field + ": " + detail);
}

export function need(isGood: bool, code: string, field: string, detail: string = ""): void {
  if (!isGood) refuse(code, field, detail);
}
