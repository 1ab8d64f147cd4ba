// The national core metadata of an entry (政务信息资源目录编制指南, 2017) with its items, as a JSON object:
// {code, name, summary, provider, catalogue, format 1-7, attribute 1-3, cycle 1-6, isSecret, onPlatform?, sharing {type 1-3, mode?
// 1-3, condition?, basis?}, open {type 0|1, condition?}, related? [code], items [{name, type, length?, note?, sharing?, basis?,
// isPersonal?, holder?, purpose?, retention?}]}. Members that nobody knows are refused: what is on chain stays there.
import { Json } from "@yanta/contract-sdk";
import { kindOf } from "./duties";
import { Findings } from "./findings";
import { isTrue } from "./records";
import { isCreditCode, isDigits, isEntryCode } from "./texts";

/** Items of one entry. */
const itemsMax = 300;
const relatedMax = 50;

const members: StaticArray<string> = [
  "code", "name", "summary", "provider", "catalogue", "format", "attribute",
  "cycle", "isSecret", "onPlatform", "sharing", "open", "related", "items",
];
const itemMembers: StaticArray<string> = [
  "name", "type", "length", "note", "sharing", "basis", "isPersonal", "holder", "purpose", "retention",
];
const sharingMembers: StaticArray<string> = ["type", "mode", "condition", "basis"];
const openMembers: StaticArray<string> = ["type", "condition"];

/** Notes everything that is wrong with a content. */
export function judgeContent(content: Json, findings: Findings): void {
  if (!content.isObject) return findings.add("", "DIR_FORMAT");
  judgeMembers(content, members, "", findings);
  const code = content.textOf("code");
  findings.expect(isEntryCode(code), "code", "DIR_FORMAT");
  findings.text(content.textOf("name"), "name", 200);
  findings.text(content.textOf("summary"), "summary", 2000);
  findings.expect(isCreditCode(content.textOf("provider")), "provider", "DIR_FORMAT");
  judgeCatalogue(content, findings);
  judgeChoice(content, "format", 1, 7, "", findings);
  judgeChoice(content, "attribute", 1, 3, "", findings);
  judgeChoice(content, "cycle", 1, 6, "", findings);
  const secret = content.get("isSecret");
  findings.expect(secret != null && secret.raw == "false", "isSecret", secret == null ? "DIR_MISSING" : "DIR_SECRET");
  judgeFlag(content, "onPlatform", "", findings);
  judgeSharing(content.get("sharing"), findings);
  judgeOpen(content.get("open"), findings);
  judgeRelated(content.get("related"), code, findings);
  judgeItems(content.get("items"), findings);
}

/** A whole number of a member; -1 when it is missing or none. */
export function choiceOf(json: Json | null, key: string): i32 {
  if (json == null) return -1;
  const member = json.get(key);
  if (member == null || member.raw.length > 4 || !isDigits(member.raw)) return -1;
  return I32.parseInt(member.raw);
}

function judgeMembers(json: Json, known: StaticArray<string>, path: string, findings: Findings): void {
  const seen: string[] = [];
  for (let i = 0; i < json.length; i++) {
    const key = json.keyAt(i);
    if (!known.includes(key)) findings.add(path + key.substring(0, 50), "DIR_UNKNOWN");
    // Only the last of a name is looked at, and all of them would be stored.
    findings.expect(!seen.includes(key), path + key.substring(0, 50), "DIR_EXISTS");
    seen.push(key);
  }
}

function judgeChoice(json: Json, key: string, least: i32, most: i32, path: string, findings: Findings): void {
  const value = choiceOf(json, key);
  findings.expect(value >= least && value <= most, path + key, json.get(key) == null ? "DIR_MISSING" : "DIR_FORMAT");
}

function judgeFlag(json: Json, key: string, path: string, findings: Findings): void {
  const member = json.get(key);
  findings.expect(member == null || member.raw == "true" || member.raw == "false", path + key, "DIR_FORMAT");
}

function judgeCatalogue(content: Json, findings: Findings): void {
  const id = content.textOf("catalogue");
  const kind = kindOf(id);
  findings.expect(kind == "catalogue", "catalogue", id == "" ? "DIR_MISSING" : kind == "" ? "DIR_NONE" : "DIR_FORMAT");
}

/** Type 2 (有条件) says its condition, type 3 (不予共享) its legal basis; what is shared says how. */
function judgeSharing(sharing: Json | null, findings: Findings): void {
  if (sharing == null || !sharing.isObject) return findings.add("sharing", "DIR_MISSING");
  judgeMembers(sharing, sharingMembers, "sharing.", findings);
  judgeChoice(sharing, "type", 1, 3, "sharing.", findings);
  const type = choiceOf(sharing, "type");
  judgeIf(type == 2, sharing, "condition", "sharing.", findings);
  judgeIf(type == 3, sharing, "basis", "sharing.", findings);
  if (type != 3 || sharing.get("mode") != null) judgeChoice(sharing, "mode", 1, 3, "sharing.", findings);
}

function judgeOpen(open: Json | null, findings: Findings): void {
  if (open == null || !open.isObject) return findings.add("open", "DIR_MISSING");
  judgeMembers(open, openMembers, "open.", findings);
  judgeChoice(open, "type", 0, 1, "open.", findings);
  judgeIf(choiceOf(open, "type") == 1, open, "condition", "open.", findings);
}

function judgeRelated(related: Json | null, code: string, findings: Findings): void {
  if (related == null) return;
  if (!related.isArray || related.length > relatedMax) return findings.add("related", "DIR_FORMAT");
  for (let i = 0; i < related.length; i++) {
    const other = related.at(i).isText ? related.at(i).asText() : "";
    findings.expect(isEntryCode(other) && other != code, "related[" + i.toString() + "]", "DIR_FORMAT");
  }
}

function judgeItems(items: Json | null, findings: Findings): void {
  if (items == null || !items.isArray || items.length == 0) return findings.add("items", "DIR_MISSING");
  if (items.length > itemsMax) return findings.add("items", "DIR_LENGTH");
  const names = new Map<string, bool>();
  for (let i = 0; i < items.length; i++) {
    const path = "items[" + i.toString() + "].";
    const item = items.at(i);
    if (!item.isObject) {
      findings.add(path, "DIR_FORMAT");
      continue;
    }
    judgeItem(item, path, findings);
    const name = item.textOf("name");
    findings.expect(!names.has(name), path + "name", "DIR_EXISTS");
    names.set(name, true);
  }
}

/** C 字符, N 数值, Y 货币, D 日期, T 日期时间, L 逻辑, M 备注, G 通用, B 双精度, I 整型, F 浮点. */
const itemTypes = "CNYDTLMGBIF";

function judgeItem(item: Json, path: string, findings: Findings): void {
  judgeMembers(item, itemMembers, path, findings);
  const name = item.textOf("name");
  findings.text(name, path + "name", 100);
  // Names stand in events, which take no quotes and backslashes.
  const isPlain = !name.includes("'") && !name.includes('"') && !name.includes("\\") && !name.includes("\n");
  findings.expect(isPlain, path + "name", "DIR_FORMAT");
  const type = item.textOf("type");
  findings.expect(type.length == 1 && itemTypes.includes(type), path + "type", "DIR_FORMAT");
  if (item.get("length") != null) judgeChoice(item, "length", 1, 9999, path, findings);
  judgeIf(false, item, "note", path, findings);
  if (item.get("sharing") != null) judgeChoice(item, "sharing", 1, 3, path, findings);
  judgeIf(choiceOf(item, "sharing") == 3, item, "basis", path, findings);
  judgeFlag(item, "isPersonal", path, findings);
  const isPersonal = isTrue(item, "isPersonal");
  // Who holds personal data, for what, and for how long is recorded for each field.
  judgeIf(isPersonal, item, "holder", path, findings);
  judgeIf(isPersonal, item, "purpose", path, findings);
  judgeIf(isPersonal, item, "retention", path, findings);
}

/** A text that must be there under a condition, and may be there else. */
function judgeIf(isNeeded: bool, json: Json, key: string, path: string, findings: Findings): void {
  if (isNeeded || json.get(key) != null) findings.text(json.textOf(key), path + key, 500);
}
