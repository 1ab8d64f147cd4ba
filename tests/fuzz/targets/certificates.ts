import {
  parseCertificate,
  parseCertificates,
  parseCrl,
  parsePemBlocks,
  parsePrivateKey,
  parsePublicKey,
  verifyCertificateChain,
} from "@yanta/crypto";
import type { Random } from "../../support/random.ts";
import type { FuzzTarget } from "../fuzz-target.ts";
import { mutateBytes, randomBytes } from "../mutate/mutate-bytes.ts";
import { mutateDer } from "../mutate/mutate-der.ts";
import { mutateText } from "../mutate/mutate-text.ts";
import { demand, parsed } from "../refusal.ts";
import { testdataText } from "../samples.ts";

const org = "crypto-config/wx-org1.chainmaker.org";
const certificateFiles = [
  `${org}/ca/ca.crt`,
  `${org}/user/client1/client1.sign.crt`,
  `${org}/user/client1/client1.tls.crt`,
  `${org}/user/admin1/admin1.sign.crt`,
  `${org}/node/consensus1/consensus1.sign.crt`,
];

function pemToDer(pem: string): Uint8Array {
  const [block] = parsePemBlocks(pem);
  if (block === undefined) throw new Error("the sample is no PEM");
  return block.bytes;
}

const damagedDer = (samples: readonly Uint8Array[], random: Random): Uint8Array =>
  random.below(10) === 0
    ? randomBytes(random)
    : random.below(4) === 0
      ? mutateBytes(random.pick(samples), random)
      : mutateDer(random.pick(samples), random);

/** Certificates of senders, endorsers, TLS clients and configuration changes; also whether a chain accepts them. */
const certificates: FuzzTarget = {
  name: "certificate",
  weight: 10,
  open: () => {
    const pems = certificateFiles.map(testdataText);
    const samples = pems.map(pemToDer);
    const root = parseCertificate(pems[0] ?? "");
    const goodCertificates = new Set(samples.map((sample) => Buffer.from(sample).toString("hex")));
    return {
      run(random) {
        const der = damagedDer(samples, random);
        const certificate = parsed(() => parseCertificate(der));
        if (certificate === undefined) return "refused";
        const { kind } = verifyCertificateChain({
          leaf: certificate,
          roots: [root],
          intermediates: [],
          unixSeconds: 1_800_000_000n,
        });
        if (kind === "valid")
          demand(goodCertificates.has(Buffer.from(der).toString("hex")), "a damaged certificate is trusted");
        return "accepted";
      },
    };
  },
};

const revocationLists: FuzzTarget = {
  name: "crl",
  weight: 5,
  open: () => {
    const samples = [pemToDer(testdataText(`${org}/client3.crl`))];
    return {
      run(random) {
        const der = damagedDer(samples, random);
        return parsed(() => parseCrl(der)) === undefined ? "refused" : "accepted";
      },
    };
  },
};

/** Texts that hold certificates, lists or keys. */
const pemTexts: FuzzTarget = {
  name: "pem",
  weight: 6,
  open: () => {
    const samples = [
      ...certificateFiles.map(testdataText),
      testdataText(`${org}/client3.crl`),
      testdataText(`${org}/user/client1/client1.sign.key`),
      certificateFiles.map(testdataText).join(""),
    ];
    return {
      run(random) {
        const text = mutateText(random.pick(samples), random);
        const results = [
          parsed(() => parsePemBlocks(text)),
          parsed(() => parseCertificates(text)),
          parsed(() => parseCrl(text)),
          parsed(() => parsePrivateKey(text)),
        ];
        return results.some((result) => result !== undefined) ? "accepted" : "refused";
      },
    };
  },
};

const keys: FuzzTarget = {
  name: "key",
  weight: 5,
  open: () => {
    const publicSamples = certificateFiles.map((file) => parseCertificate(testdataText(file)).publicKey.spkiDer);
    return {
      run(random) {
        const der = damagedDer(publicSamples, random);
        const key = parsed(() => parsePublicKey(der));
        if (key === undefined) return "refused";
        key.verify(Uint8Array.of(1), random.bytes(70), "SHA256");
        return "accepted";
      },
    };
  },
};

export const certificateTargets: readonly FuzzTarget[] = [certificates, revocationLists, pemTexts, keys];
