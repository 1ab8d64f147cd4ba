import { create } from "@bufbuild/protobuf";
import { emptyBytes, textToBinaryString } from "@yanta/bytes";
import { certManageContract } from "@yanta/identity";
import { CertInfosSchema, encodeMessage, MemberType } from "@yanta/protocol";
import { createNativeEvent, nativeTopics } from "../contract-event.ts";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeed, succeedWithText } from "../outcome.ts";
import { isBlank, parameterText, refuseLongList } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import { certificateHashHex } from "./certificate-input.ts";

/**
 * CERT_ADD: stores the sender's certificate as sent under the hex of its hash, which is the result. A sender without a PEM
 * certificate is refused; ChainMaker would write an empty key, see docs/deviations.md. Spec: system-contracts.md §5.
 */
export const addCertificate: NativeMethod = (context) => {
  const { memberType, memberInfo } = context.sender.member;
  const hash = memberType === MemberType.CERT ? certificateHashHex(context.chainConfig, memberInfo) : undefined;
  if (hash === undefined) return refuse("invalid certificate");
  context.put(certManageContract, hash, memberInfo);
  return succeedWithText(hash);
};

/** Names of stored certificates: the chain's hashes have 32 bytes. */
const hashFormat = /^[0-9a-f]{64}$/;

/**
 * CERTS_DELETE: all of `cert_hashes` must be there. Other entries of CERT_MANAGE count as missing: ChainMaker deletes them, too,
 * and so a frozen certificate whose name stays in the list of all, or that list. Spec: docs/deviations.md.
 */
export const deleteCertificates: NativeMethod = (context, parameters) => {
  const hashes = parameterText(parameters, "cert_hashes");
  if (isBlank(hashes)) return refuse(`${refusalTexts.params}, delete cert require param [cert_hashes] not found`);
  for (const hash of hashes.split(",")) {
    const key = textToBinaryString(hash);
    const certificate = hashFormat.test(hash) ? context.get(certManageContract, key) : undefined;
    if (certificate === undefined || certificate.length === 0) {
      return refuse(`certManage delete the certHash failed, certHash[${hash}], err: certHash is not exist`);
    }
    context.delete(certManageContract, key);
  }
  const event = createNativeEvent(context, {
    topic: nativeTopics.certsDelete,
    contract: certManageContract,
    version: context.chainConfig.version,
    data: [hashes],
  });
  return succeedWithText("Success", [event]);
};

/** CERTS_QUERY: M(CertInfos), one entry for each asked hash, those that are not there without a certificate. */
export const queryCertificates: NativeMethod = (context, parameters) => {
  const hashes = parameterText(parameters, "cert_hashes");
  if (isBlank(hashes)) return refuse(`${refusalTexts.params}, query cert require param [cert_hashes] not found`);
  const tooLong = refuseLongList(hashes, "cert_hashes");
  if (tooLong !== undefined) return refuse(tooLong);
  const certInfos = hashes
    .split(",")
    .map((hash) => ({ hash, cert: context.get(certManageContract, textToBinaryString(hash)) ?? emptyBytes }));
  return succeed(encodeMessage(CertInfosSchema, create(CertInfosSchema, { certInfos })));
};
