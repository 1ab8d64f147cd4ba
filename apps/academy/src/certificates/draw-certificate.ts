import { bytesToHex } from "@yanta/bytes";
import QRCode from "qrcode";
import { bakePng } from "./bake-png.ts";
import { bakeSvg } from "./bake-svg.ts";
import type { CertificateFile } from "./certificate-file.ts";
import { leafOf } from "./cohort-tree.ts";
import type { Credential } from "./credential.ts";

/** What a QR code of a certificate says: the page that checks it, with its id and hash, so that a paper belongs to one file only. Nothing about the person. */
export function qrText(credential: Credential): string {
  const base = credential.credentialStatus.statusListCredential.replace(/cohorts\/[^/]*\/status$/, "verify");
  return `${base}#${credential.id.slice("urn:uuid:".length)}/${bytesToHex(leafOf(credential))}`;
}

/** The certificate as a picture, with itself inside. */
export async function drawPng(file: Required<CertificateFile>): Promise<Uint8Array> {
  const png = await QRCode.toBuffer(qrText(file.credential), { errorCorrectionLevel: "M", scale: 8 });
  return bakePng(png, bakedTexts(file));
}

/** The certificate as a page to print, with itself inside. */
export function drawSvg(file: Required<CertificateFile>): string {
  const { credential } = file;
  const { achievement, id: learner, result } = credential.credentialSubject;
  const { modules } = QRCode.create(qrText(credential), { errorCorrectionLevel: "M" });
  const scale = 180 / modules.size;
  const squares = Array.from(modules.data, (dark, at) =>
    dark === 0 ? "" : `M${at % modules.size} ${Math.floor(at / modules.size)}h1v1h-1z`,
  ).join("");
  const line = (y: number, size: number, text: string): string =>
    `<text x="420" y="${y}" font-size="${size}" text-anchor="middle">${escapeXml(text)}</text>`;
  const parts = [
    '<rect width="840" height="594" fill="#fffdf7"/>',
    '<rect x="18" y="18" width="804" height="558" fill="none" stroke="#8c2f1b" stroke-width="3"/>',
    line(96, 22, credential.issuer.name),
    line(168, 38, achievement.name),
    line(214, 16, shorten(achievement.description, 80)),
    line(262, 13, learner),
    line(296, 16, `${result[0].value} / 100 · ${credential.validFrom.slice(0, 10)}`),
    `<path transform="translate(330 330) scale(${scale.toFixed(4)})" d="${squares}"/>`,
    line(546, 10, credential.id),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 594" font-family="serif">${parts.join("")}</svg>\n`;
  return bakeSvg(svg, bakedTexts(file));
}

function bakedTexts({ credential, place }: Required<CertificateFile>) {
  return {
    credential: JSON.stringify(credential),
    ...(place === undefined ? { place: undefined } : { place: JSON.stringify(place) }),
  };
}

function shorten(text: string, lengthMax: number): string {
  const characters = [...text];
  return characters.length <= lengthMax ? text : `${characters.slice(0, lengthMax - 1).join("")}…`;
}

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
