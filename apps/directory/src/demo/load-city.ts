import { readFileSync } from "node:fs";
import { createDirectoryClient, type DirectoryClient } from "@yanta/directory-contract/client";
import {
  creditCode,
  generateCity,
  type City,
  type CityDepartment,
  type CityEntry,
  type CitySize,
} from "@yanta/directory-contract/generate";
import { installContract } from "@yanta/sdk";
import type { DemoPeople, DemoPerson } from "./demo-people.ts";
import { inParallel } from "./in-parallel.ts";

/** Transactions on their way at the same time. */
const parallelMax = 24;
/** Entries of one import: what suits the contract best. */
const importSize = 100;

const wasm = new URL(import.meta.resolve("@yanta/directory-contract/directory.wasm"));
const calendarFile = new URL(import.meta.resolve("@yanta/directory-contract/calendars.json"));

export interface LoadOptions {
  readonly people: DemoPeople;
  /** Name of the contract on the chain. */
  readonly contract: string;
  readonly seed: number;
  readonly size: Partial<CitySize>;
  readonly onProgress: (step: string, done: number) => void;
}

/** Who acts in a department. */
export interface DemoOffice {
  readonly department: CityDepartment;
  readonly editor: DemoPerson;
  readonly approver: DemoPerson;
  readonly consumer: DemoPerson;
}

/** The authority's people. */
export interface DemoAuthority {
  readonly registrar: DemoPerson;
  readonly compliance: DemoPerson;
  readonly mediator: DemoPerson;
  readonly auditor: DemoPerson;
}

/** A city on the chain. */
export interface LoadedCity {
  readonly city: City;
  readonly offices: readonly DemoOffice[];
  readonly authority: DemoAuthority;
  as(person: DemoPerson): DirectoryClient;
}

/** Installs the contract and brings a made-up city into it, as its people would do it: departments, members, duties, entries. */
export async function loadCity(options: LoadOptions): Promise<LoadedCity> {
  const { people, contract, seed, size, onProgress } = options;
  const city = generateCity(seed, size);
  const as = (person: DemoPerson): DirectoryClient => createDirectoryClient(person.client, contract);
  const root = people.root();
  await install(options, root);
  const rule = as(root);
  for (const calendar of JSON.parse(readFileSync(calendarFile, "utf8")) as Parameters<typeof rule.setCalendar>[0][])
    await rule.setCalendar(calendar);
  for (const org of people.orgIds.slice(1))
    await rule.setIssuer({ org, key: people.issuer.publicKey.pem, reason: "演示数据：开通" });
  const orgOf = (index: number): string => people.orgIds[1 + (index % (people.orgIds.length - 1))] ?? "";
  for (const [index, { code, name, level, parent }] of city.departments.entries())
    await rule.registerDepartment({ code, org: orgOf(index), name, level, parent });
  const loaded = { city, as, ...(await registerPeople(options, rule, city, orgOf)) };
  onProgress("departments", city.departments.length);
  await putDuties(rule, city);
  onProgress("duties", city.duties.length);
  await publishEntries(loaded, onProgress);
  return loaded;
}

const authorityCode = creditCode(99_999);

async function install({ people, contract }: LoadOptions, root: DemoPerson): Promise<void> {
  await installContract(root.client, {
    name: contract,
    version: "1.0",
    runtime: "WASMER",
    bytecode: readFileSync(wasm),
    parameters: {
      issuer: people.issuer.publicKey.pem,
      department: authorityCode,
      name: "雁城市数据局",
      person: root.person,
      proof: root.proof,
    },
    endorsers: people.admins(),
  });
}

async function registerPeople(
  { people }: LoadOptions,
  rule: DirectoryClient,
  city: City,
  orgOf: (index: number) => string,
): Promise<{ readonly offices: readonly DemoOffice[]; readonly authority: DemoAuthority }> {
  const register = async (name: string, orgId: string, department: string, role: string): Promise<DemoPerson> => {
    const found = people.person(name, orgId);
    const { uid, person, proof } = found;
    await rule.registerMember({ uid, department, roles: [role], person, proof });
    return found;
  };
  const first = people.orgIds[0] ?? "";
  const authority = {
    registrar: await register("registrar", first, authorityCode, "registrar"),
    compliance: await register("compliance", first, authorityCode, "compliance"),
    mediator: await register("mediator", first, authorityCode, "compliance"),
    auditor: await register("auditor", first, authorityCode, "auditor"),
  };
  const offices: DemoOffice[] = [];
  await inParallel(city.departments.entries(), parallelMax, async ([index, department]) => {
    const enrol = (kind: string, role: string): Promise<DemoPerson> =>
      register(`d${index}-${kind}`, orgOf(index), department.code, role);
    const editor = await enrol("editor", "provider");
    const approver = await enrol("approver", "provider");
    offices[index] = { department, editor, approver, consumer: await enrol("consumer", "consumer") };
  });
  return { offices, authority };
}

async function putDuties(rule: DirectoryClient, city: City): Promise<void> {
  // Parents first: each kind waits for the one above it.
  for (const kind of ["job", "duty", "catalogue", "system"])
    await inParallel(
      city.duties.filter((duty) => duty.kind === kind),
      parallelMax,
      async (duty) => {
        await rule.putDuty({ ...duty });
      },
    );
}

async function publishEntries(loaded: LoadedCity, onProgress: LoadOptions["onProgress"]): Promise<void> {
  let done = 0;
  await inParallel(batches(loaded), parallelMax, async ({ office, entries }) => {
    await publishBatch(loaded, office, entries);
    done += entries.length;
    onProgress("entries", done);
  });
}

interface Batch {
  readonly office: DemoOffice;
  readonly entries: readonly CityEntry[];
}

/** Entries of one department each, made while they are sent. */
function* batches({ city, offices }: LoadedCity): Generator<Batch> {
  const byCode = new Map(offices.map((office) => [office.department.code, office]));
  const waiting = new Map<string, CityEntry[]>();
  const take = (provider: string): Batch[] => {
    const office = byCode.get(provider);
    const entries = waiting.get(provider) ?? [];
    waiting.delete(provider);
    return office === undefined || entries.length === 0 ? [] : [{ office, entries }];
  };
  for (const entry of city.entries()) {
    const entries = waiting.get(entry.provider) ?? [];
    waiting.set(entry.provider, entries);
    if (entries.push(entry) === importSize) yield* take(entry.provider);
  }
  for (const { code } of city.departments) yield* take(code);
}

/** Of a hundred entries 92 are published; the others stand at the steps before it. */
async function publishBatch(
  { as, authority }: LoadedCity,
  office: DemoOffice,
  entries: readonly CityEntry[],
): Promise<void> {
  const [editor, registrar] = [as(office.editor), as(authority.registrar)];
  const codes = entries.map(({ code }) => code);
  const upTo = (part: number): string[] => codes.slice(0, Math.ceil(codes.length * part));
  const agree = (some: readonly string[]) =>
    registrar.reviewEntries({ names: some.map((code) => `${code}@1`), decision: "agree" });
  await editor.importEntries({ contents: JSON.stringify(entries) });
  await editor.submitEntries({ codes: upTo(0.98) });
  await agree(upTo(0.96));
  await editor.submitEntries({ codes: upTo(0.94) });
  await agree(upTo(0.92));
}
