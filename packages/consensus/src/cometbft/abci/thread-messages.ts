/** What the thread of the ABCI sockets tells; `id` names a connection. */
export type FromThread =
  | { readonly kind: "listening"; readonly address: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "opened" | "closed"; readonly id: number }
  /** It sent what is no ABCI stream, and was closed. */
  | { readonly kind: "foreign"; readonly id: number }
  /** One message without its length. */
  | { readonly kind: "request"; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "ended" };

/** What it is told: frames with their lengths. */
export type ToThread =
  | { readonly kind: "answer"; readonly id: number; readonly bytes: Uint8Array }
  /** The last answer of a connection. */
  | { readonly kind: "end"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: "close" };
