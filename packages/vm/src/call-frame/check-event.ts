import { eventDataBytesMax, eventDataMax, eventTopicBytesMax } from "../limits.ts";
import { utf8Length } from "./utf8-length.ts";

/**
 * ChainMaker's refusal of an event, undefined when it is good.
 *
 * ChainMaker writes the event into an SQL INSERT and asks whether that parses as one statement. We ask the same of each text:
 * it must be the inside of one quoted SQL string (quotes doubled or escaped by a backslash, no lone backslash at the end).
 * Spec: vm.md §2.3 and §8.3, ledger.md §6.3.
 */
export function checkEvent(topic: string, data: readonly string[]): string | undefined {
  if (topic === "") return "topic can not empty";
  if (utf8Length(topic) > eventTopicBytesMax) return `topic too long,longer than ${eventTopicBytesMax}`;
  if (data.length === 0) return "event data can not empty";
  if (data.length > eventDataMax) return "too many event data";
  for (const text of data) {
    if (utf8Length(text) > eventDataBytesMax) return `event data too long,longer than ${eventDataBytesMax}`;
  }
  const isSafe = isInsideOfSqlString(topic) && data.every(isInsideOfSqlString);
  return isSafe ? undefined : "[emit event] contract event parameter error, exist sql injection";
}

function isInsideOfSqlString(text: string): boolean {
  if (!text.includes("'") && !text.includes("\\")) return true;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") {
      i++;
      if (i === text.length) return false;
    } else if (text[i] === "'") {
      i++;
      if (text[i] !== "'") return false;
    }
  }
  return true;
}
