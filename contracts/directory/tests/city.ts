import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type ContractChain, loadContract, openContractChain, type TestMember } from "@yanta/contract-testing";
import { openModelHost, type ModelHost } from "./model-host.ts";
import { departments, issuer, officials, type OfficialName, personOf, proofOf, supplier } from "./people.ts";

export interface Sender {
  readonly name: string;
  readonly organization: number;
}

export interface Ran {
  readonly ok: boolean;
  readonly text: string;
  readonly message: string;
  readonly gasUsed: bigint;
  readonly events: readonly (readonly string[])[];
}

/** Where the contract runs. */
export interface Host {
  now: bigint;
  uidOf(name: string): string;
  orgOf(organization: number): string;
  install(sender: Sender, parameters: Readonly<Record<string, string>>): Promise<Ran>;
  run(sender: Sender, method: string, parameters: Readonly<Record<string, string>>, isQuery: boolean): Promise<Ran>;
}

export type Value = string | number | bigint | boolean | readonly string[];
export type Values = Readonly<Record<string, Value>>;

/** 2026-03-02 09:00 in Beijing, a Monday. */
export const start = 1_772_413_200n;
export const day = 86_400n;

interface Calendar {
  readonly year: number;
  readonly holidays: readonly string[];
  readonly makeUpDays: readonly string[];
  readonly source: string;
}

const calendars = JSON.parse(readFileSync(new URL("../data/calendars.json", import.meta.url), "utf8")) as Calendar[];

/** Holidays of a year that we ship, with the days worked instead. */
export function calendarOf(year: number): Calendar & Values {
  const found = calendars.find((each) => each.year === year);
  assert.ok(found);
  return { ...found };
}

export const calendar2026 = calendarOf(2026);

/** The contract with its officials: what a test does and sees. */
export class City<H extends Host = Host> {
  readonly host: H;

  constructor(host: H) {
    this.host = host;
  }

  /** Runs a method; the result as text. Fails the test when it is refused. */
  async does(who: OfficialName, method: string, values: Values = {}): Promise<string> {
    const ran = await this.run(who, method, values);
    assert.ok(ran.ok, `${who} ${method}: ${ran.message}`);
    return ran.text;
  }

  /** Runs a method that is refused; the contract's message. */
  async refused(who: OfficialName, method: string, values: Values = {}): Promise<string> {
    const ran = await this.run(who, method, values);
    assert.ok(!ran.ok, `${who} ${method} was not refused`);
    return ran.message.replace("contract message:", "");
  }

  /** Runs a method; its events as lists, topic first. */
  async events(who: OfficialName, method: string, values: Values = {}): Promise<readonly (readonly string[])[]> {
    const ran = await this.run(who, method, values);
    assert.ok(ran.ok, `${who} ${method}: ${ran.message}`);
    return ran.events;
  }

  async asks(method: string, values: Values = {}): Promise<string> {
    const ran = await this.host.run(officials.outsider, method, encode(values), true);
    return ran.ok ? ran.text : ran.message.replace("contract message:", "");
  }

  async json<T>(method: string, values: Values = {}): Promise<T> {
    return JSON.parse(await this.asks(method, values)) as T;
  }

  run(who: OfficialName, method: string, values: Values): Promise<Ran> {
    return this.host.run(officials[who], method, encode(values), false);
  }

  uid(who: OfficialName): string {
    return this.host.uidOf(who);
  }

  /** Parameters that register an official. */
  registration(who: OfficialName): Values {
    const { organization, department, roles } = officials[who];
    const person = personOf(officials[who]);
    const [uid, org] = [this.uid(who), this.host.orgOf(organization)];
    return { uid, department, roles, person, proof: proofOf(org, uid, person) };
  }

  /** Installs the contract and lets departments and officials in. */
  async setUp(): Promise<void> {
    const { uid, person, department, proof } = this.registration("root");
    const first = { issuer: issuer.publicKey.pem, department, name: "市大数据局", person, proof } as Values;
    assert.equal(typeof uid, "string");
    const installed = await this.host.install(officials.root, encode(first));
    assert.ok(installed.ok, installed.message);
    await this.does("root", "setCalendar", calendar2026);
    for (const { code, organization, name } of departments.slice(1)) {
      const org = this.host.orgOf(organization);
      await this.does("root", "setIssuer", { org, key: issuer.publicKey.pem, reason: "开通" });
      await this.does("root", "registerDepartment", { code, org, name, level: 1 });
    }
    for (const who of Object.keys(officials) as OfficialName[])
      if (who !== "root") await this.does("root", "registerMember", this.registration(who));
    const duty = { department: supplier };
    await this.does("root", "putDuty", { ...duty, id: "job-1", kind: "job", name: "企业登记岗" });
    await this.does("root", "putDuty", { ...duty, id: "duty-1", kind: "duty", parent: "job-1", name: "企业登记" });
    await this.does("root", "putDuty", {
      ...duty,
      id: "cat-1",
      kind: "catalogue",
      parent: "duty-1",
      name: "企业基本信息",
    });
  }

  /** Brings an entry into the directory. */
  async publish(content: object = sampleContent(), version = 1): Promise<void> {
    const { code } = content as { code: string };
    await this.does("editor", "importEntries", { contents: JSON.stringify([content]) });
    for (let round = 0; round < 2; round++) {
      await this.does("editor", "submitEntry", { code });
      await this.does("registrar", "reviewEntry", { code, version, decision: "agree" });
    }
  }

  /** Brings a new request to a state on the straight way. */
  async request(id: string, state: string, wish: Values = sampleWish()): Promise<void> {
    await this.does("consumer", "submitRequest", { id, entry: sampleCode, ...wish });
    for (const [reached, who, method, values] of straightWay) {
      if (reached === state) return;
      await this.does(who, method, { id, ...values });
    }
  }

  async state(id: string): Promise<string> {
    return (await this.json<{ state: string }>("getRequest", { id })).state;
  }
}

export const agreement = "a1".repeat(32);
export const access = "b2".repeat(32);

/** State that is there, who leaves it, and how. */
export const straightWay: readonly (readonly [string, OfficialName, string, Values])[] = [
  ["SUBMITTED", "compliance", "takeRequest", {}],
  ["COMPLIANCE", "compliance", "passRequest", {}],
  ["PROVIDER_REVIEW", "approver", "approveRequest", {}],
  ["APPROVED", "consumer", "signAgreement", { agreement }],
  ["HALF_SIGNED", "approver", "signAgreement", { agreement }],
  ["AGREED", "approver", "grantAccess", { access }],
  ["GRANTED", "consumer", "activateAccess", {}],
];

export const sampleCode = "307003001/000001";
export const sampleItems = [
  { name: "统一社会信用代码", type: "C", length: 18 },
  { name: "企业名称", type: "C", length: 200 },
  { name: "注册资本", type: "Y" },
];

/** An entry that is shared on conditions. */
export function sampleContent(changes: object = {}): Record<string, unknown> {
  return {
    code: sampleCode,
    name: "企业登记基本信息",
    summary: "本市企业登记的基本信息。",
    provider: supplier,
    catalogue: "cat-1",
    format: 3,
    attribute: 1,
    cycle: 2,
    isSecret: false,
    sharing: { type: 2, mode: 3, condition: "用于办理涉税事项" },
    open: { type: 0 },
    items: sampleItems,
    ...changes,
  };
}

export function sampleWish(changes: Values = {}): Values {
  const fields = ["统一社会信用代码", "企业名称"];
  return { fields, purpose: "涉税事项办理", until: start + 365n * day, usesMax: 3, ...changes };
}

export function encode(values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

/** The city at its beginning, on a model: made once, forked for each test. */
export async function openCity(): Promise<City<ModelHost>> {
  firstCity ??= setUpModel();
  return forkCity(await firstCity);
}

let firstCity: Promise<City<ModelHost>> | undefined;

async function setUpModel(): Promise<City<ModelHost>> {
  const city = new City(await openModelHost(start));
  await city.setUp();
  return city;
}

/** The same city, from here on for itself. */
export function forkCity(city: City<ModelHost>): City<ModelHost> {
  return new City(city.host.fork());
}

/** The city on a real chain. */
export async function openChainCity(): Promise<City<ChainHost>> {
  const city = new City(new ChainHost(await openContractChain({ unixSeconds: start })));
  await city.setUp();
  return city;
}

export class ChainHost implements Host {
  readonly chain: ContractChain;

  constructor(chain: ContractChain) {
    this.chain = chain;
  }

  get now(): bigint {
    return this.chain.clock.unixSeconds();
  }

  set now(time: bigint) {
    this.chain.clock.set(time);
  }

  memberOf({ organization, name }: Sender): TestMember {
    return this.chain.member(organization, name === "root" ? "admin" : "client", name === "root" ? "admin1" : name);
  }

  uidOf(name: string): string {
    const sender = Object.values(officials).find((each) => each.name === name);
    assert.ok(sender);
    const { subjectKeyId } = this.memberOf(sender).certificate;
    assert.ok(subjectKeyId);
    return Buffer.from(subjectKeyId).toString("hex");
  }

  orgOf(organization: number): string {
    return this.chain.orgIds[organization - 1] ?? "";
  }

  async install(sender: Sender, parameters: Readonly<Record<string, string>>): Promise<Ran> {
    const code = await loadContract(import.meta.url);
    await this.chain.install("directory", code, { sender: this.memberOf(sender), parameters });
    return { ok: true, text: "", message: "", gasUsed: 0n, events: [] };
  }

  async run(
    sender: Sender,
    method: string,
    parameters: Readonly<Record<string, string>>,
    isQuery: boolean,
  ): Promise<Ran> {
    const options = { sender: this.memberOf(sender) };
    const result = isQuery
      ? await this.chain.query("directory", method, parameters, options)
      : await this.chain.invoke("directory", method, parameters, options);
    return { ...result, events: result.events.map(({ topic, data }) => [topic, ...data]) };
  }
}
