export * from "./base64.ts";
export * from "./binary-string.ts";
export * from "./compare.ts";
export * from "./concat.ts";
export * from "./hex.ts";
export * from "./integers.ts";
export * from "./utf8.ts";
export * from "./varint.ts";
