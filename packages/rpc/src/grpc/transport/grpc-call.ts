import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import {
  type CallStatus,
  deadlineExceededStatus,
  internalStatus,
  resourceExhaustedStatus,
  unimplementedStatus,
} from "../call-status.ts";
import type { AnswerBudget } from "../answer-budget.ts";
import type { Upload, UploadBudget } from "../upload-budget.ts";
import { parseCallTimeout } from "./call-timeout.ts";
import { frameMessage, messagePrefixLength, RequestReader } from "./message-frame.ts";
import type { SessionKeeper } from "./session-keeper.ts";
import { statusCodes, type StatusName } from "./status-codes.ts";
import { encodeStatusMessage } from "./status-message.ts";
import type { BegunRequest, UnfinishedRequests } from "./unfinished-requests.ts";

/** What all calls of a server share. */
export interface CallScope {
  readonly receiveBytesMax: number;
  readonly sendBytesMax: number;
  /** Bytes of requests that have begun and not ended. */
  readonly uploads: UploadBudget;
  /** Requests that have begun and not ended. */
  readonly unfinished: UnfinishedRequests;
  /** Answers that the clients have not taken. */
  readonly answers: AnswerBudget;
}

export interface CallParts {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly scope: CallScope;
  readonly keeper: SessionKeeper;
  /** Address and port of the client. */
  readonly peer: string;
  /** Called once, with the whole request. */
  readonly onRequest: (call: GrpcCall, request: Uint8Array) => void;
}

const responseHeaders = { ":status": 200, "content-type": "application/grpc" };
const okTrailers = { "grpc-status": "0" };
/** Without a date header, which no client reads. */
const withTrailers = { waitForTrailers: true, sendDate: false };
const withoutBody = { endStream: true, sendDate: false };

/** Why a call's work is over; one for all spares each call an error with its stack. */
const callOver = new Error("the call is over");

function ignore(): void {}

function sendOkTrailers(this: ServerHttp2Stream): void {
  this.sendTrailers(okTrailers);
}

/**
 * One call on its HTTP/2 stream: one request, any number of answers, one status. Whatever comes after the end of the call or of its
 * stream is dropped. Spec: gRPC over HTTP2.
 */
export class GrpcCall implements Upload, BegunRequest {
  readonly peer: string;
  readonly startedMs = performance.now();
  /** Of the header `grpc-timeout`. */
  readonly #timeoutMs: number | undefined;
  readonly #stream: ServerHttp2Stream;
  readonly #headers: IncomingHttpHeaders;
  readonly #scope: CallScope;
  readonly #reader: RequestReader;
  #abortion: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #outcome: StatusName | undefined;

  constructor({ stream, headers, scope, keeper, peer, onRequest }: CallParts) {
    this.peer = peer;
    this.#stream = stream;
    this.#headers = headers;
    this.#scope = scope;
    this.#reader = new RequestReader(scope.receiveBytesMax);
    keeper.callStarted();
    scope.unfinished.begun(this);
    stream.on("error", ignore);
    stream.on("data", (chunk: Uint8Array) => {
      keeper.heard();
      this.#receive(chunk);
    });
    stream.on("end", () => {
      scope.uploads.remove(this);
      scope.unfinished.ended(this);
      if (this.#outcome !== undefined) return;
      if (this.#reader.isComplete) onRequest(this, this.#reader.message);
      else this.#refuseUnfinished();
    });
    stream.on("close", () => {
      keeper.callEnded();
      scope.uploads.remove(this);
      scope.unfinished.ended(this);
      scope.answers.remove(this);
      this.#finish("CANCELLED");
    });
    const timeout = headers["grpc-timeout"];
    this.#timeoutMs = typeof timeout === "string" ? parseCallTimeout(timeout) : undefined;
    if (timeout !== undefined && this.#timeoutMs === undefined)
      this.fail(internalStatus(`malformed grpc-timeout: ${JSON.stringify(timeout)}`));
  }

  /** How the call ended; CANCELLED when the client cancelled it or broke off. Undefined while it goes on. */
  get outcome(): StatusName | undefined {
    return this.#outcome;
  }

  /**
   * Aborts when the call is over: answered, cancelled, broken off or past its deadline. Most calls are answered at once and never
   * ask for it; one that does is also ended at the deadline that the client has named.
   */
  abortion(): AbortController {
    if (this.#abortion !== undefined) return this.#abortion;
    this.#abortion = new AbortController();
    if (this.#outcome !== undefined) this.#abortion.abort(callOver);
    else this.#watchDeadline();
    return this.#abortion;
  }

  /** Ends the call with its one answer. */
  succeed(answer: Uint8Array): void {
    if (!this.#mayAnswer()) return;
    if (answer.length > this.#scope.sendBytesMax) return this.fail(this.#tooLarge(answer.length));
    const stream = this.#stream;
    stream.respond(responseHeaders, withTrailers);
    stream.on("wantTrailers", sendOkTrailers);
    const frame = frameMessage(answer);
    stream.end(frame);
    this.#finish("OK");
    this.#scope.answers.add(this, frame);
  }

  /**
   * Sends one answer of several, framed; several calls may send the same. Resolves when the connection has taken it, which is when the client's window lets it through: so a
   * slow client holds one message, not a queue. Rejects when the call is over.
   */
  send(frame: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#mayAnswer()) return reject(callOver);
      const sizeBytes = frame.length - messagePrefixLength;
      if (sizeBytes > this.#scope.sendBytesMax) return reject(this.#tooLarge(sizeBytes));
      const stream = this.#stream;
      if (!stream.headersSent) stream.respond(responseHeaders, withTrailers);
      const { signal } = this.abortion();
      const onAbort = (): void => reject(callOver);
      signal.addEventListener("abort", onAbort, { once: true });
      stream.write(frame, (error) => {
        this.#scope.answers.remove(this);
        signal.removeEventListener("abort", onAbort);
        if (error) reject(error);
        else resolve();
      });
      this.#scope.answers.add(this, frame);
    });
  }

  /** Ends the call after its last answer. */
  end(): void {
    if (!this.#mayAnswer()) return;
    const stream = this.#stream;
    if (!stream.headersSent) stream.respond(responseHeaders, withTrailers);
    stream.on("wantTrailers", sendOkTrailers);
    stream.end();
    this.#finish("OK");
  }

  /** Ends the call with a status. */
  fail({ code, details }: CallStatus): void {
    if (!this.#mayAnswer()) return;
    const stream = this.#stream;
    const trailers = { "grpc-status": String(statusCodes[code]), "grpc-message": encodeStatusMessage(details) };
    if (stream.headersSent) {
      stream.on("wantTrailers", () => stream.sendTrailers(trailers));
      stream.end();
    } else {
      stream.respond({ ...responseHeaders, ...trailers }, withoutBody);
    }
    this.#finish(code);
    // Nobody wants the rest of the request.
    if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
  }

  requestTimedOut(): void {
    this.fail(deadlineExceededStatus("the request did not end in time"));
  }

  giveUp(): void {
    this.#finish("RESOURCE_EXHAUSTED");
    this.#stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  }

  #receive(chunk: Uint8Array): void {
    if (this.#outcome !== undefined) return;
    const progress = this.#reader.push(chunk);
    switch (progress) {
      case "incomplete":
      case "complete":
        return this.#scope.uploads.add(this, chunk.length);
      case "compressed":
        return this.fail(this.#unknownCompression());
      case "too-large":
        return this.fail(
          resourceExhaustedStatus(
            `grpc: received message larger than max (${this.#reader.sizeBytes} vs. ${this.#scope.receiveBytesMax})`,
          ),
        );
      case "too-many":
        return this.fail(unimplementedStatus("more than one request message in a call that takes one"));
    }
  }

  #refuseUnfinished(): void {
    this.fail(
      this.#reader.sizeBytes < 0
        ? unimplementedStatus("no whole request message in a call that takes one")
        : internalStatus("unexpected EOF"),
    );
  }

  /** No compression is offered, as by ChainMaker's node. Spec: gRPC, "Compression", cases 2 and 4. */
  #unknownCompression(): CallStatus {
    const encoding = this.#headers["grpc-encoding"];
    return encoding === undefined || encoding === "identity"
      ? internalStatus("grpc: compressed flag set with identity or empty encoding")
      : unimplementedStatus(`grpc: Decompressor is not installed for grpc-encoding "${String(encoding)}"`);
  }

  #tooLarge(sizeBytes: number): CallStatus {
    return resourceExhaustedStatus(
      `grpc: trying to send message larger than max (${sizeBytes} vs. ${this.#scope.sendBytesMax})`,
    );
  }

  #watchDeadline(): void {
    const timeoutMs = this.#timeoutMs;
    if (timeoutMs === undefined) return;
    const leftMs = Math.max(0, timeoutMs - (performance.now() - this.startedMs));
    this.#timer = setTimeout(() => this.fail(deadlineExceededStatus("context deadline exceeded")), leftMs);
  }

  #mayAnswer(): boolean {
    return this.#outcome === undefined && !this.#stream.destroyed && !this.#stream.closed;
  }

  #finish(outcome: StatusName): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    clearTimeout(this.#timer);
    this.#abortion?.abort(callOver);
  }
}
