import { defineErrors } from "@yanta/errors";

/** Errors of keys, certificates and hashes. Parsers throw these and nothing else, whatever the bytes. */
export const cryptoErrors = defineErrors("crypto", {
  CRYPTO_DER_MALFORMED: {
    en: {
      message: "not strict DER at byte {offset}: {reason}",
      advice: "Check that the file is complete and of the expected kind.",
    },
    zh: { message: "第 {offset} 字节处不是严格的 DER 编码:{reason}", advice: "请检查文件是否完整、类型是否正确。" },
    retryable: false,
  },
  CRYPTO_PEM_MALFORMED: {
    en: {
      message: "not PEM text: {reason}",
      advice: "The file must hold a block from -----BEGIN to -----END with base64 between them.",
    },
    zh: { message: "不是 PEM 文本:{reason}", advice: "文件应包含从 -----BEGIN 到 -----END 的 base64 数据块。" },
    retryable: false,
  },
  CRYPTO_INPUT_TOO_LARGE: {
    en: {
      message: "{what} of {size} bytes is larger than the {max} bytes allowed",
      advice: "Split the file or remove what does not belong in it.",
    },
    zh: { message: "{what} 大小为 {size} 字节,超过上限 {max} 字节", advice: "请拆分文件或移除无关内容。" },
    retryable: false,
  },
  CRYPTO_KEY_MALFORMED: {
    en: {
      message: "the key cannot be read: {reason}",
      advice: "Give a SEC1, PKCS#8 or PKCS#1 private key, or a PKIX public key.",
    },
    zh: { message: "无法读取密钥:{reason}", advice: "请提供 SEC1、PKCS#8 或 PKCS#1 格式的私钥,或 PKIX 格式的公钥。" },
    retryable: false,
  },
  CRYPTO_KEY_ALGORITHM_UNSUPPORTED: {
    en: {
      message: "key algorithm {algorithm} is not supported here",
      advice: "Use P-256, P-384, SM2, RSA, secp256k1 or Ed25519 keys where the task allows them.",
    },
    zh: {
      message: "此处不支持密钥算法 {algorithm}",
      advice: "请在允许的场合使用 P-256、P-384、SM2、RSA、secp256k1 或 Ed25519 密钥。",
    },
    retryable: false,
  },
  CRYPTO_HASH_UNSUPPORTED: {
    en: { message: "{algorithm} keys do not sign with {hash}", advice: "RSA keys sign with SHA256 only." },
    zh: { message: "{algorithm} 密钥不支持使用 {hash} 签名", advice: "RSA 密钥只能使用 SHA256 签名。" },
    retryable: false,
  },
  CRYPTO_KEY_PASSWORD_REQUIRED: {
    en: {
      message: "the private key is encrypted and no password was given",
      advice: "Give the password of the key file.",
    },
    zh: { message: "私钥已加密,但未提供密码", advice: "请提供密钥文件的密码。" },
    retryable: false,
  },
  CRYPTO_KEY_PASSWORD_WRONG: {
    en: {
      message: "the private key cannot be decrypted",
      advice: "Check the password; the file may also be damaged or use an unknown cipher.",
    },
    zh: { message: "无法解密私钥", advice: "请检查密码;文件也可能已损坏或使用了未知的加密算法。" },
    retryable: false,
  },
  CRYPTO_KEY_ENCRYPTION_UNSUPPORTED: {
    en: {
      message: "encrypted private keys cannot be read in a browser",
      advice: "Decrypt the key first, with openssl for example.",
    },
    zh: { message: "浏览器中无法读取加密的私钥", advice: "请先解密密钥,例如使用 openssl。" },
    retryable: false,
  },
  CRYPTO_KEY_NAME_INVALID: {
    en: {
      message: "{name} is not a name for a key",
      advice: "Use up to 100 letters, digits, dots, hyphens and underscores, not starting with a dot.",
    },
    zh: {
      message: "{name} 不是合法的密钥名称",
      advice: "请使用不超过 100 个字母、数字、点、连字符或下划线,且不以点开头。",
    },
    retryable: false,
  },
  CRYPTO_KEY_NOT_FOUND: {
    en: { message: "there is no key {name} in {folder}", advice: "Check the name and the folder of the key store." },
    zh: { message: "{folder} 中没有密钥 {name}", advice: "请检查密钥名称和密钥库目录。" },
    retryable: false,
  },
  CRYPTO_KEY_EXISTS: {
    en: {
      message: "there is already a key {name} in {folder}",
      advice: "Keys are never overwritten: choose another name or move the old file away.",
    },
    zh: { message: "{folder} 中已存在密钥 {name}", advice: "密钥不会被覆盖:请换一个名称或移走旧文件。" },
    retryable: false,
  },
  CRYPTO_KEY_FILE_MALFORMED: {
    en: {
      message: "the key file {path} cannot be read: {reason}",
      advice: "Restore the file from a backup; it must be one that this program wrote.",
    },
    zh: { message: "无法读取密钥文件 {path}:{reason}", advice: "请从备份恢复该文件;它必须由本程序写入。" },
    retryable: false,
  },
  CRYPTO_CERTIFICATE_MALFORMED: {
    en: {
      message: "the certificate cannot be read: {reason}",
      advice: "Give an X.509 certificate as PEM or DER; `openssl x509 -text` shows what a file holds.",
    },
    zh: {
      message: "无法读取证书:{reason}",
      advice: "请提供 PEM 或 DER 格式的 X.509 证书;可用 `openssl x509 -text` 查看文件内容。",
    },
    retryable: false,
  },
  CRYPTO_CRL_MALFORMED: {
    en: { message: "the revocation list cannot be read: {reason}", advice: "Give an X.509 CRL as PEM or DER." },
    zh: { message: "无法读取吊销列表:{reason}", advice: "请提供 PEM 或 DER 格式的 X.509 CRL。" },
    retryable: false,
  },
  CRYPTO_SIGNATURE_ALGORITHM_UNSUPPORTED: {
    en: {
      message: "signature algorithm {oid} is not supported",
      advice: "Use ECDSA with SHA-256, SM2 with SM3 or RSA with SHA-256.",
    },
    zh: { message: "不支持签名算法 {oid}", advice: "请使用 ECDSA-SHA256、SM2-SM3 或 RSA-SHA256。" },
    retryable: false,
  },
  CRYPTO_ISSUE_REFUSED: {
    en: { message: "the certificate or revocation list cannot be issued: {reason}", advice: "Correct the request." },
    zh: { message: "无法签发证书或吊销列表:{reason}", advice: "请修正请求。" },
    retryable: false,
  },
});
