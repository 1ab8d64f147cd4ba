import { fromBinary } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import { createDirectoryClient, type DirectoryClient } from "@yanta/directory-contract/client";
import { CodedError } from "@yanta/errors";
import { TxResponseSchema, TxStatusCode } from "@yanta/protocol";
import type { Client } from "@yanta/sdk";
import { contractCode, contractMeaning } from "./contract-words.ts";
import { gatewayErrors } from "./errors.ts";
import { successorsMax } from "./limits.ts";
import type { GrantedRequest } from "./odrl-policy.ts";
import type { Question } from "./question.ts";

/** A receipt as the contract keeps it. */
export interface Receipt {
  readonly request: string;
  readonly hash: string;
  readonly size: number;
  readonly state: "DELIVERED" | "ACKNOWLEDGED" | "REFUSED";
}

/** What a gateway and a consumer ask of the contract. */
export class DirectoryView {
  readonly directory: DirectoryClient;
  readonly #client: Client;

  constructor(client: Client, contract: string) {
    this.#client = client;
    this.directory = createDirectoryClient(client, contract);
  }

  /**
   * Hands a consumer's own question to the node: it checks the signature, the certificate with its revocation, and the time, and runs the contract's check. Empty
   * when the use is granted, else the contract's code. Errors: DIRECTORY_GATEWAY_SIGNER.
   */
  async ask(question: Question): Promise<string> {
    const answer = await this.#client.transport.unary("SendRequest", question.bytes, {});
    const { code, message, contractResult } = fromBinary(TxResponseSchema, answer);
    if (code === TxStatusCode.SUCCESS && contractResult?.code === 0) return bytesToUtf8(contractResult.result);
    const text = contractResult?.message || message;
    const refusal = contractCode(text);
    if (refusal !== undefined) return refusal;
    throw gatewayErrors.create("DIRECTORY_GATEWAY_SIGNER", { reason: text });
  }

  async request(id: string): Promise<GrantedRequest> {
    return JSON.parse(await this.directory.getRequest({ id })) as GrantedRequest;
  }

  /** Undefined when nobody noted it. */
  async receipt(id: string): Promise<Receipt | undefined> {
    try {
      return JSON.parse(await this.directory.getReceipt({ id })) as Receipt;
    } catch (error) {
      if (failureCode(error) === "DIR_NONE") return undefined;
      throw error;
    }
  }

  /** Whether a member acts for the department that a request was granted to, or for the one that took over from it. */
  async isConsumer(uid: string, { consumer }: GrantedRequest): Promise<boolean> {
    const member = await this.#member(uid);
    if (member?.isActive !== true || !member.roles.includes("consumer")) return false;
    let code = consumer;
    for (let steps = 0; steps < successorsMax; steps++) {
      const { state, successor } = JSON.parse(await this.directory.getDepartment({ code })) as {
        readonly state: string;
        readonly successor: string;
      };
      if (state === "ACTIVE" || successor === "") break;
      code = successor;
    }
    return member.department === code;
  }

  async #member(uid: string): Promise<Member | undefined> {
    try {
      return JSON.parse(await this.directory.getMember({ uid })) as Member;
    } catch (error) {
      if (failureCode(error) === "DIR_NONE") return undefined;
      throw error;
    }
  }
}

interface Member {
  readonly department: string;
  readonly roles: readonly string[];
  readonly isActive: boolean;
}

/** The contract's code in an error of the SDK; undefined when it is about something else. */
export function failureCode(error: unknown): string | undefined {
  if (!(error instanceof CodedError) || error.code !== "SDK_CONTRACT_FAILED") return undefined;
  const { message } = error.details;
  return typeof message === "string" ? contractCode(message) : undefined;
}

/** The refusal of a use by the contract. */
export function notGranted(request: string, code: string): Error {
  return gatewayErrors.create("DIRECTORY_GATEWAY_NOT_GRANTED", { request, code, meaning: contractMeaning(code) });
}
