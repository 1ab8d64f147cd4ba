import { createHash } from "node:crypto";
import type { CityEntry } from "@yanta/directory-contract/generate";
import { inParallel } from "./in-parallel.ts";
import type { DemoOffice, LoadedCity } from "./load-city.ts";

/** Requests on their way at the same time. */
const parallelMax = 24;

const purposes = ["办理涉税事项", "核验办事材料", "信用评价", "开展联合监管", "统计分析", "惠企政策兑现"] as const;

/** Where the requests of a demonstration stand, in turn. */
const targets = [
  "SUBMITTED",
  "COMPLIANCE",
  "PROVIDER_REVIEW",
  "RETURNED",
  "REJECTED",
  "APPROVED",
  "HALF_SIGNED",
  "AGREED",
  "GRANTED",
  "ACTIVE",
  "DELIVERED",
  "ACKNOWLEDGED",
  "SUSPENDED",
  "DISPUTE",
  "MEDIATED",
  "COMPLETED",
  "REVOKED",
  "WITHDRAWN",
] as const;

type Target = (typeof targets)[number];

/** Brings requests of all kinds into a city, each by the people whose step it is. */
export async function loadRequests(
  loaded: LoadedCity,
  count: number,
  onProgress: (step: string, done: number) => void,
): Promise<void> {
  const entries = entriesToAskFor(loaded, Math.max(50, Math.ceil(count / 4)));
  let done = 0;
  await inParallel(Array.from({ length: count }).keys(), parallelMax, async (index) => {
    const entry = entries[(index * 7) % entries.length];
    if (entry !== undefined) await load(loaded, entry, index);
    onProgress("requests", ++done);
  });
}

/** The first entries that are shared on conditions: their providers have a say. */
function entriesToAskFor({ city }: LoadedCity, count: number): readonly CityEntry[] {
  const found: CityEntry[] = [];
  for (const entry of city.entries()) {
    if (entry.sharing.type !== 2) continue;
    if (found.push(entry) === count) break;
  }
  return found;
}

async function load(loaded: LoadedCity, entry: CityEntry, index: number): Promise<void> {
  const provider = loaded.offices.find(({ department }) => department.code === entry.provider);
  const others = loaded.offices.filter(({ department }) => department.code !== entry.provider);
  const consumer = others[index % others.length];
  const target = targets[index % targets.length];
  if (provider === undefined || consumer === undefined || target === undefined) return;
  await walk(loaded, { id: `R${String(index + 1).padStart(6, "0")}`, entry, provider, consumer, target });
}

interface Walk {
  readonly id: string;
  readonly entry: CityEntry;
  readonly provider: DemoOffice;
  readonly consumer: DemoOffice;
  readonly target: Target;
}

/** Goes the straight way to the target, or leaves it where the target does. */
async function walk({ as, authority }: LoadedCity, { id, entry, provider, consumer, target }: Walk): Promise<void> {
  const [asks, gives, complies] = [as(consumer.consumer), as(provider.approver), as(authority.compliance)];
  const mediates = as(authority.mediator);
  const fields = entry.items.slice(0, 3).map(({ name }) => String(name));
  const purpose = purposes[Number(id.slice(1)) % purposes.length] ?? purposes[0];
  const until = BigInt(Math.floor(consumer.consumer.client.nowMs() / 1000) + 365 * 86_400);
  await asks.submitRequest({ id, entry: entry.code, fields, purpose, until, usesMax: 1000 });
  if (target === "SUBMITTED") return;
  await complies.takeRequest({ id });
  if (target === "COMPLIANCE") return;
  if (target === "RETURNED") return void (await complies.returnRequest({ id, reason: "请补充用途说明。" }));
  await complies.passRequest({ id });
  if (target === "PROVIDER_REVIEW") return;
  if (target === "WITHDRAWN") return void (await asks.withdrawRequest({ id, reason: "业务调整，不再需要。" }));
  if (target === "REJECTED" || target === "DISPUTE" || target === "MEDIATED") {
    await gives.rejectRequest({ id, reason: "超出共享条件。", basis: "政务数据共享条例" });
    if (target !== "REJECTED") await asks.disputeRequest({ id, reason: "用途符合共享条件，请复核。" });
    if (target === "MEDIATED") await mediates.mediateRequest({ id, outcome: "again", reason: "请提供方再次审核。" });
    return;
  }
  await gives.approveRequest({ id });
  if (target === "APPROVED") return;
  const agreement = sha256(`agreement ${id}`);
  await asks.signAgreement({ id, agreement });
  if (target === "HALF_SIGNED") return;
  await gives.signAgreement({ id, agreement });
  if (target === "AGREED") return;
  await gives.grantAccess({ id, access: sha256(`access ${id}`) });
  if (target === "GRANTED") return;
  await asks.activateAccess({ id });
  if (target === "SUSPENDED") return void (await gives.suspendAccess({ id, reason: "接口维护。" }));
  if (target === "REVOKED") return void (await gives.revokeAccess({ id, reason: "用途终止。", basis: "双方协议" }));
  if (target === "ACTIVE") return;
  const delivery = { id: `D${id.slice(1)}`, hash: sha256(`delivery ${id}`), size: 20_480n };
  await gives.deliver({ ...delivery, request: id, purpose, fields, uses: 1 });
  if (target === "DELIVERED") return;
  await asks.acknowledge(delivery);
  if (target === "COMPLETED") await asks.completeAccess({ id });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
