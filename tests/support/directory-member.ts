import { fromBinary } from "@bufbuild/protobuf";
import { base64ToBytes, bytesToBase64 } from "@yanta/bytes";
import { PayloadSchema } from "@yanta/protocol";
import { signRequest } from "@yanta/sdk";
import type { DemoPerson } from "../../apps/directory/src/demo/demo-people.ts";

/** An answer of the directory's service. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Somebody who uses the directory's service with a key that never leaves this process. */
export class DirectoryMember {
  readonly person: DemoPerson;
  private readonly url: string;
  private token = "";

  constructor(url: string, person: DemoPerson) {
    this.url = url;
    this.person = person;
  }

  async login(): Promise<Answer> {
    const { body: challenge } = await this.post("/login/challenge", { uid: this.person.uid });
    const answer = await this.post("/login", { request: await this.sign(String(challenge["payload"])) });
    if (typeof answer.body["token"] === "string") this.token = answer.body["token"];
    return answer;
  }

  get(path: string): Promise<Answer> {
    return this.call("GET", path);
  }

  post(path: string, body: object): Promise<Answer> {
    return this.call("POST", path, body);
  }

  /** Prepares, signs and submits a method of the contract. */
  async does(method: string, parameters: object): Promise<Answer> {
    const prepared = await this.post("/transactions/prepare", { method, parameters });
    if (prepared.status !== 200) return prepared;
    return this.post("/transactions", { request: await this.sign(String(prepared.body["payload"])) });
  }

  /** Base64 of the signed request of a payload. */
  async sign(payload: string): Promise<string> {
    const bytes = base64ToBytes(payload) ?? new Uint8Array();
    const { signer } = this.person.client;
    return bytesToBase64((await signRequest(fromBinary(PayloadSchema, bytes), { signer })).bytes);
  }

  private async call(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.token === "" ? {} : { authorization: `Bearer ${this.token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}
