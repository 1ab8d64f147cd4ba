import { bytesToUtf8 } from "@yanta/bytes";
import { isPng, unbakePng } from "./bake-png.ts";
import { unbakeSvg } from "./bake-svg.ts";
import { type CertificateFile, readBakedTexts, readCertificateFile } from "./certificate-file.ts";
import { imageBytesMax } from "./limits.ts";
import { certificateErrors } from "./errors.ts";

/** A certificate in whatever form a stranger shows it: its file, a bare credential, a picture with one baked in. Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function openCertificate(bytes: Uint8Array): CertificateFile {
  if (bytes.length > imageBytesMax)
    throw certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", {
      what: { en: "a certificate", zh: "证书" },
      reason: `> ${imageBytesMax}`,
    });
  if (isPng(bytes)) return readBakedTexts(unbakePng(bytes));
  const text = bytesToUtf8(bytes);
  return text.trimStart().startsWith("<") ? readBakedTexts(unbakeSvg(text)) : readCertificateFile(text);
}
