import { constants, type ServerHttp2Stream } from "node:http2";
import type { ServerInterceptingCall, ServerInterceptor } from "@grpc/grpc-js";

/** What one call has sent of a request that is not whole yet. */
interface Upload {
  sizeBytes: number;
  readonly stream: ServerHttp2Stream;
}

/**
 * Bounds the bytes of all requests that have begun and not ended, whatever their number: one connection alone may open
 * `concurrentStreamsMax` of them, each up to the largest message. Above the bound the request that waits longest is given up;
 * its client sees RESOURCE_EXHAUSTED.
 *
 * grpc-js has no such bound and no way to see a request that is not whole, so this listens to the call's HTTP/2 stream,
 * which grpc-js keeps as a private property `stream`; the tests of this package fail should that change.
 */
export function createUploadBudget(sizeBytesMax: number): ServerInterceptor {
  const uploads = new Set<Upload>();
  let sizeBytes = 0;

  const forget = (upload: Upload): void => {
    if (uploads.delete(upload)) sizeBytes -= upload.sizeBytes;
  };
  const giveUpOldest = (): void => {
    const [oldest] = uploads;
    if (oldest === undefined) return;
    forget(oldest);
    oldest.stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  };

  return (_method, call) => {
    const { stream } = call as unknown as { readonly stream: ServerHttp2Stream };
    const upload: Upload = { sizeBytes: 0, stream };
    stream.on("data", (chunk: Uint8Array) => {
      if (stream.closed) return;
      uploads.add(upload);
      upload.sizeBytes += chunk.length;
      sizeBytes += chunk.length;
      while (sizeBytes > sizeBytesMax) giveUpOldest();
    });
    stream.once("end", () => forget(upload));
    stream.once("close", () => forget(upload));
    // Nothing of the call itself is changed, so that it needs no wrapper.
    return call as ServerInterceptingCall;
  };
}
