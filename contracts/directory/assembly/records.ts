// Reading and writing records that are kept as JSON.
import { joinTexts, Json, toText } from "@yanta/contract-sdk";

/** A member that is a whole number; 0 when it is missing. Records are the contract's own, so they are well formed. */
export function numberOf(json: Json, key: string): i64 {
  const member = json.get(key);
  return member == null ? 0 : I64.parseInt(member.raw);
}

export function isTrue(json: Json, key: string): bool {
  const member = json.get(key);
  return member != null && member.raw == "true";
}

/** The texts of a member that is an array. */
export function textsOf(json: Json, key: string): string[] {
  const texts: string[] = [];
  const member = json.get(key);
  if (member != null && member.isArray) for (let i = 0; i < member.length; i++) texts.push(member.at(i).asText(key));
  return texts;
}

export function textsToJson(texts: string[]): string {
  return toText<string[]>(texts);
}

/** JSON values as an array. */
export function arrayOf(values: string[]): string {
  return "[" + joinTexts(values, ",") + "]";
}

/** A number with leading zeros: fields are then in the order of numbers. */
export function padded(value: i64, width: i32): string {
  return value.toString().padStart(width, "0");
}
