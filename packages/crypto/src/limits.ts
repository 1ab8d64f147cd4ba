/** Largest DER of one certificate: real ones are below 4 KiB, and the bytes come from the network. */
export const certificateSizeBytesMax = 65_536;

/** Largest PEM text parsed at once: a trust root bundle of `certificatesPerBundleMax` certificates fits. */
export const pemSizeBytesMax = 16_777_216;

/** Certificates in one bundle: an organisation lists a root and a few intermediates. */
export const certificatesPerBundleMax = 256;

/** Largest DER of one revocation list: 100,000 entries of about 50 bytes, doubled. */
export const crlSizeBytesMax = 10_485_760;

/** Certificates in one chain from leaf to root; Go bounds only signature checks, real chains have two or three. */
export const chainLengthMax = 10;

/** Signature checks for one chain search, Go's own bound against graphs of cross-signed certificates. */
export const chainSignatureChecksMax = 100;

/** Bytes of a serial number: RFC 5280 allows 20, a few generators write more. */
export const serialSizeBytesMax = 64;

/** RSA moduli accepted, in bits: below is broken, above costs milliseconds a check. */
export const rsaModulusBitsMin = 1024;
export const rsaModulusBitsMax = 8192;

/** Bits of an RSA public exponent: Go holds it in 31 bits. */
export const rsaExponentBitsMax = 31;

/** Largest encoding of a public or private key: an 8192-bit RSA private key takes 4.7 kB. */
export const keySizeBytesMax = 16_384;

/** SM2 public keys whose multiples are tabled at once, some 130 kB each: the busy signers of a chain, 34 MB at most. */
export const sm2TablesMax = 256;

/** Verifications with one SM2 key before its table is built: a table costs five verifications, so rare keys never pay for it. */
export const sm2UsesBeforeTable = 16;

/** Largest encrypted key file: an 8192-bit RSA key in base64 with its header takes 10 kB. */
export const keyFileSizeBytesMax = 32_768;

/** scrypt cost that a key file may ask for, as exponent of two: 2^20 takes 1 GiB, more would only serve to exhaust the reader. */
export const scryptCostExponentMax = 20;
