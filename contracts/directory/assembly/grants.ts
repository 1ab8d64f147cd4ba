import { Json, JsonWriter } from "@yanta/contract-sdk";
import { Acting } from "./acting";
import { WorkingDays } from "./calendar";
import { changedFields, touchedFields } from "./changes";
import { contentOf, Entry } from "./entry";
import { textsToJson } from "./records";
import { need } from "./refuse";
import { Request } from "./request";
import { begin, enter } from "./requests";
import { ruleOf } from "./rules";

/** What changed in an entry since a consumer confirmed, and until when it must confirm. */
export class PendingChange {
  constructor(
    /** The version published now; 0 when there is none. */
    public version: i32,
    public fields: string[],
    public due: i64,
  ) {}

  static of(request: Request, entry: Entry): PendingChange {
    if (entry.publishedVersion == 0) return new PendingChange(0, ["*"], 0);
    if (request.confirmedVersion >= entry.publishedVersion) return new PendingChange(entry.publishedVersion, [], 0);
    const before = Json.parse(contentOf(entry.code, request.confirmedVersion));
    const after = Json.parse(contentOf(entry.code, entry.publishedVersion));
    const touched = touchedFields(changedFields(before, after), request.fields);
    const due = new WorkingDays().endAfter(entry.publishedAt, ruleOf("confirm").days);
    return new PendingChange(entry.publishedVersion, touched, due);
  }

  isOverdue(now: i64): bool {
    return this.fields.length > 0 && now >= this.due;
  }

  toJson(now: i64): string {
    return new JsonWriter()
      .value<i32>("version", this.version)
      .raw("fields", textsToJson(this.fields))
      .value<i64>("due", this.due)
      .value<bool>("isOverdue", this.isOverdue(now))
      .toString();
  }
}

/** Why some uses of fields for a purpose are not granted at a time, as a code; empty when they are. */
export function grantFault(request: Request, purpose: string, fields: string[], uses: i32, now: i64): string {
  if (request.state != "ACTIVE") return "DIR_STATE";
  if (now >= request.until) return "DIR_EXPIRED";
  if (purpose != request.purpose) return "DIR_PURPOSE";
  if (uses < 1 || uses > request.usesMax - request.used) return "DIR_COUNT";
  if (fields.length == 0) return "DIR_FIELD";
  for (let i = 0; i < fields.length; i++) if (!request.fields.includes(fields[i])) return "DIR_FIELD";
  const entry = Entry.load(request.entry, "entry");
  if (entry.publishedVersion == 0) return "DIR_UNPUBLISHED";
  return PendingChange.of(request, entry).isOverdue(now) ? "DIR_UNCONFIRMED" : "";
}

/** The consumer has seen the entry's new version and goes on. */
export function confirmChange(acting: Acting, id: string, version: i32): void {
  const request = begin(acting, id, "confirmChange");
  const entry = Entry.load(request.entry, "entry");
  need(version == entry.publishedVersion && version > request.confirmedVersion, "DIR_VERSION", "version");
  request.confirmedVersion = version;
  enter(request, acting, "confirmChange", request.state);
}
