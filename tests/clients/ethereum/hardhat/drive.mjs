// Run by Hardhat: `hardhat run --no-compile --network yanta drive.mjs`; the artifact's path is in YANTA_ARTIFACT.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { network } from "hardhat";

const { abi, bytecode } = JSON.parse(readFileSync(process.env.YANTA_ARTIFACT, "utf8"));
const { ethers, provider } = await network.connect();
let hasFailed = false;

async function step(name, run) {
  try {
    await run();
    console.log(`PASS ${name}`);
  } catch (error) {
    hasFailed = true;
    console.log(`FAIL ${name} ${String(error?.message ?? error).split("\n")[0]}`);
  }
}

const [alice, bob] = await ethers.getSigners();
let book;

await step("chain-id", async () => {
  assert.equal((await ethers.provider.getNetwork()).chainId, 0x636861696e31n);
  assert.equal(await provider.request({ method: "net_version" }), String(0x636861696e31));
});
await step("deploy", async () => {
  const factory = await ethers.getContractFactory(abi, bytecode, alice);
  book = await factory.deploy("Hardhat");
  await book.waitForDeployment();
  assert.equal(await book.title(), "Hardhat");
  assert.equal(await book.owner(), alice.address);
  assert.equal(await book.self(), await book.getAddress());
});
await step("send-and-wait", async () => {
  const response = await book.connect(bob).note("from bob");
  const receipt = await response.wait();
  assert.deepEqual([receipt.status, receipt.from, receipt.fee], [1, bob.address, 0n]);
  assert.deepEqual([...(await book.notes(1))], [bob.address, "from bob"]);
});
await step("logs", async () => {
  const [log] = await book.queryFilter(book.filters.Noted(bob.address));
  assert.deepEqual([...log.args], [bob.address, 1n, "from bob"]);
});
await step("revert", async () => {
  const error = await book.amend.staticCall(1, "x").catch((reason) => reason);
  // Hardhat hands the node's error on as it is.
  assert.equal(book.interface.parseError(error.data ?? error.error?.data)?.name, "NotAuthor", error.message);
  await assert.rejects(book.amend(1, "x"));
});
await step("estimate", async () => {
  assert.ok((await book.note.estimateGas("x")) > 21_000n);
});
await step("many-in-a-row", async () => {
  for (let i = 0; i < 5; i++) await (await book.note(`n${i}`)).wait();
  assert.equal(await book.count(), 6n);
});
process.exitCode = hasFailed ? 1 : 0;
